import numpy as np


class LSTMCell:
    """One step of an LSTM; rows of the weights: i, f, g, o, each of height H."""

    def __init__(self, w_ih, w_hh, b_ih, b_hh):
        """w_ih: (4H, I), w_hh: (4H, H), b_ih and b_hh: (4H,)."""
        self.w_ih, self.w_hh = w_ih, w_hh
        self.b_ih, self.b_hh = b_ih, b_hh

    def forward(self, x, h, c):
        """x: (N, I), h and c: (N, H). Return (new_h, new_c, cache)."""
        raise NotImplementedError

    def backward(self, dh, dc, cache):
        """Return (dx, dh_old, dc_old, dw_ih, dw_hh, db_ih, db_hh)."""
        raise NotImplementedError
