"""Hands out the training sets and labels of a case, one after the other, and counts what is used."""

import numpy as np


class Simulator:
    def __init__(self, x, ys, x0, f0, y0s):
        self.x0, self.f0 = x0, f0
        self._x, self._ys, self._y0s = x, ys, y0s
        self.trained = self.labelled = 0

    def train(self):
        self.trained += 1
        return self._x.copy(), self._ys[self.trained - 1].copy()

    def labels(self):
        self.labelled += 1
        return self._y0s[self.labelled - 1].copy()


def constant(x, y, x0):
    return np.full(len(x0), y.mean())


def line(x, y, x0):
    slope = ((x - x.mean()) * (y - y.mean())).sum() / np.square(x - x.mean()).sum()
    return y.mean() + slope * (x0 - x.mean())


def nearest(x, y, x0):
    return y[np.abs(x0[:, None] - x).argmin(axis=1)]


MODELS = {"constant": constant, "line": line, "nearest": nearest}


def drive(solution, what, name, repeats, bags, x, ys, x0, f0, y0s):
    sim, fits = Simulator(x, ys, x0, f0, y0s), []

    def model(*args):
        fits.append(1)
        return MODELS[name](*args)

    found = solution(sim, model, repeats, bags)
    if what == "calls":
        return {"train": sim.trained, "model": len(fits), "labels": sim.labelled}
    told = dict(zip(("bias2", "variance", "noise", "mse"), found, strict=True))
    return told if what == "all" else told[what]
