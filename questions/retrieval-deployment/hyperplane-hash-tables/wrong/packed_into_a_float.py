import numpy as np


class LSH:
    def __init__(self, vectors, planes):
        self.vectors, self.planes = vectors.copy(), planes.copy()
        self.tables = [{} for _ in planes]
        for row, vector in enumerate(vectors):
            for table, key in zip(self.tables, self.keys(vector)):
                table.setdefault(key, []).append(row)

    def keys(self, vector):
        weights = 2.0 ** np.arange(self.planes.shape[1])
        return [float(bits @ weights) for bits in self.planes @ vector >= 0]

    def candidates(self, query):
        found = set()
        for table, key in zip(self.tables, self.keys(query)):
            found.update(table.get(key, ()))
        return np.array(sorted(found), dtype=np.int64)

    def search(self, queries, k):
        dist = np.full((len(queries), k), np.inf)
        idx = np.full((len(queries), k), -1)
        for row, query in enumerate(queries):
            rows = self.candidates(query)
            d = 1 - cosine(self.vectors[rows], query)
            best = np.argsort(d, kind="stable")[:k]
            dist[row, : len(best)] = d[best]
            idx[row, : len(best)] = rows[best]
        return dist, idx


def cosine(vectors, query):
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    return vectors @ query / np.where(lengths == 0, 1, lengths)
