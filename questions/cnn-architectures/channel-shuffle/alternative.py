"""Say where every channel comes from, then gather."""

import numpy as np


def channel_shuffle(x, groups):
    size, rest = divmod(x.shape[1], groups)
    if rest:
        raise ValueError("channels cannot be split evenly")
    source = [(new % groups) * size + new // groups for new in range(x.shape[1])]
    return np.take(x, source, axis=1)
