"""The process: settings, wiring, logs, health, and the commands of `python -m bot`."""
