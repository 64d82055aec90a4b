"""A data set that counts, and a pool whose jobs run when the driver says so: no clock, no threads.

The pool runs jobs late and out of order, as its chance wants it; result() runs what is missing.
"""

import random


class BadSample(Exception):
    pass


class Data:
    def __init__(self, size, bad):
        self.size, self.bad, self.read = size, bad, []

    def __len__(self):
        return self.size

    def __getitem__(self, i):
        if not 0 <= i < self.size:
            raise IndexError(i)
        self.read.append(i)
        if i == self.bad:
            raise BadSample
        return 100 + i


class Job:
    def __init__(self, pool, work):
        self.pool, self.work = pool, work
        self.state, self.value, self.error = "waiting", None, None
        self.given_up = False  # collected or cancelled

    def run(self):
        if self.state == "waiting":
            self.state = "done"
            try:
                self.value = self.work()
            except Exception as error:
                self.error = error

    def result(self):
        if self.state == "cancelled":
            raise RuntimeError("the result of a cancelled job")
        self.pool.note()
        self.pool.run_some()
        self.run()
        self.given_up = True
        if self.error is not None:
            raise self.error
        return self.value

    def done(self):
        return self.state == "done"

    def cancel(self):
        self.given_up = True
        if self.state == "done":
            return False
        self.state = "cancelled"
        return True


class Pool:
    def __init__(self, seed):
        self.rng = None if seed is None else random.Random(seed)
        self.jobs, self.busy = [], []

    def submit(self, work, *args, **kwargs):
        job = Job(self, lambda: work(*args, **kwargs))
        self.jobs.append(job)
        self.run_some()
        return job

    def under_way(self):
        """Jobs handed in, neither cancelled nor collected."""
        return sum(not job.given_up for job in self.jobs)

    def note(self):
        self.busy.append(self.under_way())

    def run_some(self):
        waiting = [job for job in self.jobs if job.state == "waiting"]
        if self.rng and waiting and self.rng.random() < 0.6:
            self.rng.choice(waiting[-2:]).run()


def drive(solution, size, options, epochs, watch="", bad=None):
    """Walk the epochs, each for so many batches (None: to the end); note what could be seen."""
    data = Data(size, bad)
    options = dict(options)
    pool = None
    if "pool" in options:
        options["pool"] = pool = Pool(options["pool"])
    chance = random.getstate()
    loader = solution(data, **options)
    log = [len(loader)]
    for many in epochs:
        log.append(walk(loader, data, pool, many, watch))
    log.append(random.getstate() == chance)
    return log


def walk(loader, data, pool, many, watch):
    it = iter(loader)
    seen = [[len(data.read), len(pool.jobs) if pool else 0]] if watch in ("read", "jobs") else []
    taken = 0
    while many is None or taken < many:
        try:
            batch = next(it)
        except StopIteration:
            seen.append("end")
            break
        except BadSample:
            seen.append("BadSample")
            break
        taken += 1
        if watch == "read":
            batch = [batch, len(data.read)]
        elif watch == "jobs":
            batch = [batch, pool.under_way()]
        seen.append(batch)
    else:
        it.close()
    if watch == "jobs":
        seen.append(["at each result", list(pool.busy)])
    elif watch == "left":
        seen.append(["left", pool.under_way()])
    for job in pool.jobs if pool else ():
        job.given_up = True
    return seen
