"""What leaves a case for other programs: one module a format."""
