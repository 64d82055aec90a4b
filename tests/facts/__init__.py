"""Every number and claim in the prose of the bank, computed again: one test per question."""
