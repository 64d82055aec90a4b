"""The outer wall: which parts of the machine a zygote sees."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Walls:
    """Which walls to build. All of them, unless a test takes one away."""

    namespaces: bool = True
    cgroups: bool = True
