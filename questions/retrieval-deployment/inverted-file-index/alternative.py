"""Plain Python: dictionaries of lists, and the nearest by a heap."""

import heapq
import math

import numpy as np


def closest(point, centres):
    return min(range(len(centres)), key=lambda c: (math.dist(point, centres[c]), c))


class IVF:
    def __init__(self, vectors, centres, iterations):
        self.points = vectors.tolist()
        centres = centres.tolist()
        for _ in range(iterations):
            members = self.assign(centres)
            centres = [
                [
                    math.fsum(self.points[i][axis] for i in members[c]) / len(members[c])
                    for axis in range(len(centres[c]))
                ]
                if members[c]
                else centres[c]
                for c in range(len(centres))
            ]
        self.lists = self.assign(centres)
        self.centres = np.array(centres)
        self.cells = [np.array(self.lists[c], dtype=np.int64) for c in range(len(centres))]

    def assign(self, centres):
        members = {c: [] for c in range(len(centres))}
        for i, point in enumerate(self.points):
            members[closest(point, centres)].append(i)
        return members

    def search(self, queries, k, nprobe):
        answers = []
        for q in queries.tolist():
            order = sorted(self.lists, key=lambda c: (math.dist(q, self.centres[c]), c))
            found = [i for c in order[:nprobe] for i in self.lists[c]]
            best = heapq.nsmallest(k, ((math.dist(q, self.points[i]), i) for i in found))
            best += [(math.inf, -1)] * (k - len(best))
            answers.append((*zip(*best), len(found)))
        dist, idx, compared = zip(*answers)
        return np.array(dist), np.array(idx), np.array(compared)
