"""Shares, ties, null models, networks: whether accounts act together more than chance explains."""
