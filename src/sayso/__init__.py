"""Read contested news and show who claims what, on whose word."""

__version__ = "0.1.0"
