"""The order first, as one lazy stream of indices; then a window that slides over the jobs."""

from itertools import islice
from random import Random


def read(data, indices):
    return [data[i] for i in indices]


class Loader:
    def __init__(
        self, data, batch_size, shuffle=False, drop_last=False, seed=0, pool=None, prefetch=2
    ):
        self.data, self.size, self.pool = data, batch_size, pool
        self.ahead = prefetch
        self.orders = self.epochs(shuffle, seed)
        self.short = 0 if drop_last else len(data) % batch_size

    def epochs(self, shuffle, seed):
        while True:
            order = [*range(len(self.data))]
            if shuffle:
                Random(seed).shuffle(order)
                seed += 1
            yield order

    def __len__(self):
        return len(self.data) // self.size + (self.short > 0)

    def __iter__(self):
        order = iter(next(self.orders))
        groups = (tuple(islice(order, self.size)) for _ in range(len(self)))
        if self.pool is None:
            return (read(self.data, group) for group in groups)
        return self.overlap(groups)

    def overlap(self, groups):
        jobs = (self.pool.submit(read, self.data, group) for group in groups)
        window = list(islice(jobs, self.ahead))
        while window:
            try:
                batch = window[0].result()
            except BaseException:
                self.stop(window[1:])
                raise
            window = window[1:] + list(islice(jobs, 1))
            try:
                yield batch
            except GeneratorExit:
                self.stop(window)
                raise

    def stop(self, jobs):
        for job in jobs:
            job.cancel()
