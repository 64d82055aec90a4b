class Steps:
    def __init__(self, start, stop, step):
        if step == 0:
            raise ValueError("step must not be 0")
        self.start, self.stop, self.step = start, stop, step

    def __iter__(self):
        self.value = self.start
        return self

    def __next__(self):
        if self.stop is not None and (self.stop - self.value) * self.step <= 0:
            raise StopIteration
        value = self.value
        self.value += self.step
        return value


def take(n, items):
    if n < 0:
        raise ValueError("n must not be negative")
    return take_some(n, items)


def take_some(n, items):
    it = iter(items)
    for count in range(n):
        try:
            item = next(it)
        except StopIteration:
            return count
        yield item
    return n


def chunks(items, size):
    if size < 1:
        raise ValueError("size must be positive")
    return chunk_by_chunk(items, size)


def chunk_by_chunk(items, size):
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield tuple(chunk)
            chunk = []
    if chunk:
        yield tuple(chunk)


def windows(items, size):
    if size < 1:
        raise ValueError("size must be positive")
    return window_by_window(items, size)


def window_by_window(items, size):
    window = ()
    for item in items:
        window = (*window, item)[-size:]
        if len(window) == size:
            yield window
