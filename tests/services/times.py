"""Points and spans of time, in ms."""

NOON = 1_800_000_000_000 - 1_800_000_000_000 % 86_400_000 + 12 * 3_600_000
"""Noon UTC of a day in 2027, in ms."""
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
