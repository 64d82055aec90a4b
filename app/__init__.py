"""Mianjing: the web application and its command line."""
