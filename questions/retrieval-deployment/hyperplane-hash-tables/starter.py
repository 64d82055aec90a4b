import numpy as np


class LSH:
    """Hash tables of random hyperplanes: vectors with the same bits share a bucket."""

    def __init__(self, vectors, planes):
        """File the vectors (n, d) in L tables; planes (L, K, d) holds K normals for each."""
        raise NotImplementedError

    def candidates(self, query):
        """Return the rows of all vectors that share a bucket with query (d,), ascending."""
        raise NotImplementedError

    def search(self, queries, k):
        """Return (dist, idx): the k nearest candidates of every query (q, d) by cosine."""
        raise NotImplementedError
