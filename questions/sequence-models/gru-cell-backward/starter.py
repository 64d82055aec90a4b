import numpy as np


class GRUCell:
    """One step of a GRU; rows of the weights: r, z, n, each of height H."""

    def __init__(self, w_ih, w_hh, b_ih, b_hh):
        """w_ih: (3H, I), w_hh: (3H, H), b_ih and b_hh: (3H,)."""
        self.w_ih, self.w_hh = w_ih, w_hh
        self.b_ih, self.b_hh = b_ih, b_hh

    def forward(self, x, h):
        """x: (N, I), h: (N, H). Return (new_h, cache)."""
        raise NotImplementedError

    def backward(self, dh, cache):
        """Return (dx, dh_old, dw_ih, dw_hh, db_ih, db_hh)."""
        raise NotImplementedError
