"""The commands of `python -m bot`, one a module. Each returns the exit status of the process."""
