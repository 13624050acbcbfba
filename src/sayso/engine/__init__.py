"""Where the work runs: child processes that add files and run stages, and the health of an installation."""
