import numpy as np


def rnn_padded(x, lengths, h0, w_ih, w_hh, b_ih, b_hh, dlast):
    T, N, _ = x.shape
    mask = (np.arange(T)[:, None] < lengths)[:, :, None]
    x = np.where(mask, x, 0.0)
    hs = [h0]
    for t in range(T):
        h = np.tanh(x[t] @ w_ih.T + hs[-1] @ w_hh.T + b_ih + b_hh)
        hs.append(np.where(mask[t], h, hs[-1]))
    last = hs[-1]

    dx = np.zeros_like(x)
    dw_ih, dw_hh = np.zeros_like(w_ih), np.zeros_like(w_hh)
    db = np.zeros_like(b_ih)
    dh = dlast.copy()
    for t in range(T - 1, -1, -1):
        dz = np.where(mask[t], dh * (1 - hs[t + 1] ** 2), 0.0)
        dx[t] = dz @ w_ih
        dw_ih += dz.T @ x[t]
        dw_hh += dz.T @ hs[t + 1]
        db += dz.sum(axis=0)
        dh = np.where(mask[t], dz @ w_hh, dh)
    return last, dx, dh, dw_ih, dw_hh, db, db
