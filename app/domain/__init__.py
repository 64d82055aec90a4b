"""Pure rules: questions, grading, scheduling. No I/O, no clock, no randomness of its own."""
