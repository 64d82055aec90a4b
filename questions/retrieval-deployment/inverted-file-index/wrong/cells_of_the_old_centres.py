import numpy as np


def distances(points, others):
    return np.sqrt(((points[:, None] - others) ** 2).sum(axis=2))


class IVF:
    def __init__(self, vectors, centres, iterations):
        self.vectors, self.centres = vectors.copy(), centres.copy()
        for _ in range(iterations):
            home = distances(vectors, self.centres).argmin(axis=1)
            for cell in np.unique(home):  # an empty cell keeps its centre
                self.centres[cell] = vectors[home == cell].mean(axis=0)
        if not iterations:
            home = distances(vectors, self.centres).argmin(axis=1)
        self.cells = [np.flatnonzero(home == cell) for cell in range(len(centres))]

    def search(self, queries, k, nprobe):
        dist = np.full((len(queries), k), np.inf)
        idx = np.full((len(queries), k), -1)
        compared = np.zeros(len(queries), dtype=np.int64)
        nearest = np.argsort(distances(queries, self.centres), axis=1, kind="stable")
        for row, probes in enumerate(nearest[:, :nprobe]):
            rows = np.sort(np.concatenate([self.cells[cell] for cell in probes]))
            d = distances(queries[row : row + 1], self.vectors[rows])[0]
            best = np.argsort(d, kind="stable")[:k]
            dist[row, : len(best)] = d[best]
            idx[row, : len(best)] = rows[best]
            compared[row] = len(rows)
        return dist, idx, compared
