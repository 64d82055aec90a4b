"""The archive: engine, sessions, one file per table. No rules live here."""
