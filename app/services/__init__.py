"""Verbs: what a learner, author or admin can do or ask. No HTTP, no commit."""
