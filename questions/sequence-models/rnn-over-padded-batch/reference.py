import numpy as np


def rnn_padded(x, lengths, h0, w_ih, w_hh, b_ih, b_hh, dlast):
    on = (np.arange(len(x))[:, None] < lengths)[:, :, None]
    x = np.where(on, x, 0.0)  # whatever the padding holds, NaN included
    states = [h0]
    for t in range(len(x)):
        new = np.tanh(x[t] @ w_ih.T + b_ih + states[t] @ w_hh.T + b_hh)
        states.append(np.where(on[t], new, states[t]))

    dx = np.zeros_like(x)
    dw_ih, dw_hh, db = np.zeros_like(w_ih), np.zeros_like(w_hh), np.zeros_like(b_ih)
    dh = dlast
    for t in reversed(range(len(x))):
        dz = on[t] * dh * (1.0 - states[t + 1] ** 2)
        dx[t] = dz @ w_ih
        dw_ih += dz.T @ x[t]
        dw_hh += dz.T @ states[t]
        db += dz.sum(axis=0)
        dh = np.where(on[t], dz @ w_hh, dh)
    return states[-1], dx, dh, dw_ih, dw_hh, db, db.copy()
