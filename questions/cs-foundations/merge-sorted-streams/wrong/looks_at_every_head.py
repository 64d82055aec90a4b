def merge(streams):
    heads = [next(stream, None) for stream in streams]
    while True:
        best = None
        for i, head in enumerate(heads):
            if head is not None and (best is None or head[0] < heads[best][0]):
                best = i
        if best is None:
            return
        yield heads[best]
        heads[best] = next(streams[best], None)
