"""Measure speed, memory and survival of sayso, with other programs beside it in the same run."""
