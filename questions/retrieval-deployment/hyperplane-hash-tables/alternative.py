"""No dictionaries: compare the bits of the query with those of all vectors, table by table."""

import numpy as np


class LSH:
    def __init__(self, vectors, planes):
        self.planes = np.array(planes)
        self.bits = np.einsum("lkd,nd->nlk", self.planes, vectors) >= 0
        lengths = np.sqrt(np.einsum("nd,nd->n", vectors, vectors))
        self.unit = vectors / np.where(lengths > 0, lengths, 1)[:, None]

    def candidates(self, query):
        bits = np.einsum("lkd,d->lk", self.planes, query) >= 0
        return np.flatnonzero((self.bits == bits).all(axis=2).any(axis=1))

    def search(self, queries, k):
        answers = []
        for query in queries:
            length = np.sqrt((query**2).sum())
            unit = query / (length or 1)
            found = [(1 - float(self.unit[i] @ unit), int(i)) for i in self.candidates(query)]
            answers.append((sorted(found) + [(np.inf, -1)] * k)[:k])
        return tuple(np.array(part) for part in np.moveaxis(np.array(answers), 2, 0)[:1]) + (
            np.array([[i for _, i in answer] for answer in answers]),
        )
