import numpy as np


class IVF:
    """An inverted file: k-means cells, each with the row numbers of its vectors."""

    def __init__(self, vectors, centres, iterations):
        """Run k-means on vectors (n, d) from centres (c, d); set self.centres and self.cells."""
        raise NotImplementedError

    def search(self, queries, k, nprobe):
        """Return (dist, idx, compared) from the nprobe nearest cells of every query (q, d)."""
        raise NotImplementedError
