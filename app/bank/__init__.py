"""The library: reads questions/ into an immutable bank. Knows no learner and no database."""
