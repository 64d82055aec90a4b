"""One file per page family, named like its address."""
