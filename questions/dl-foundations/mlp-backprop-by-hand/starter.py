import numpy as np


def mlp_backprop(Ws, bs, x, y, act, loss):
    """Return (dWs, dbs): lists with the gradient of the loss for every weight and every bias.

    x: (N, n_0); Ws[l]: (n_{l+1}, n_l); bs[l]: (n_{l+1},)
    """
    raise NotImplementedError
