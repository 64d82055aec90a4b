"""The side door: `mianjing`. Each command reads the settings, calls a service and prints."""
