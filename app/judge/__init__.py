"""The hatch in the wall: the only rooms that speak to the judge (`sandbox`), in its own words.

Nothing of the web, of the database or of who somebody is passes through.
"""
