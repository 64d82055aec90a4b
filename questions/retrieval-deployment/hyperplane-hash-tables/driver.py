"""Builds the tables, then asks for candidates or searches."""


def drive(solution, vectors, planes, queries, k=None):
    index = solution(vectors, planes)
    if k is None:
        return [index.candidates(query) for query in queries]
    return tuple(index.search(queries, k))
