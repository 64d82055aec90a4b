"""The judge: runs code nobody trusts behind walls and compares what comes back, outside them.

Knows no database, user, question bank or web; `app` speaks to it through `sandbox.protocol` alone.
"""
