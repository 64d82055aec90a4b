import numpy as np


def whiten(x, kind, eps):
    mean = x.mean(axis=0)
    centred = x - mean
    values, vectors = np.linalg.eigh(centred.T @ centred / len(x))
    w = vectors[:, ::-1] / np.sqrt(np.maximum(values[::-1], 0) + eps)
    if kind == "zca":
        w = w @ vectors[:, ::-1].T
    return centred @ w, mean, w
