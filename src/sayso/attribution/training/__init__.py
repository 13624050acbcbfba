"""Learning to attribute: annotated texts in, a model out."""
