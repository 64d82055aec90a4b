"""Builds the index, then shows its cells or searches in it."""


def drive(solution, vectors, centres, iterations, queries=None, k=0, nprobe=0):
    index = solution(vectors, centres, iterations)
    if queries is None:
        return {"centres": index.centres, "cells": list(index.cells)}
    return tuple(index.search(queries, k, nprobe))
