import random
from collections import deque


class Loader:
    def __init__(
        self, data, batch_size, shuffle=False, drop_last=False, seed=0, pool=None, prefetch=2
    ):
        self.data, self.batch_size, self.drop_last = data, batch_size, drop_last
        self.shuffle, self.seed, self.epoch = shuffle, seed, 0
        self.pool, self.prefetch = pool, prefetch

    def __len__(self):
        if self.drop_last:
            return len(self.data) // self.batch_size
        return -(-len(self.data) // self.batch_size)

    def load(self, indices):
        return [self.data[i] for i in indices]

    def batches(self):
        kept = len(self) * self.batch_size if self.drop_last else len(self.data)
        order = list(range(kept))
        if self.shuffle:
            random.Random(self.seed + self.epoch).shuffle(order)
        self.epoch += 1
        size = self.batch_size
        return deque(order[size * b : size * (b + 1)] for b in range(len(self)))

    def __iter__(self):
        left = self.batches()
        if self.pool is None:
            for indices in left:
                yield self.load(indices)
        else:
            yield from self.overlap(left)

    def overlap(self, left):
        running = deque()
        try:
            while left or running:
                self.fill(running, left)
                batch = running[0].result()
                running.popleft()
                self.fill(running, left)
                yield batch
        finally:
            for job in running:
                job.cancel()

    def fill(self, running, left):
        while left and len(running) < self.prefetch:
            running.append(self.pool.submit(self.load, left.popleft()))
