"""Work that is done after the request: a queue of ids. What the work is stands in the database."""
