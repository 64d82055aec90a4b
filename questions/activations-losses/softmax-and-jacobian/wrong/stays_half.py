import numpy as np


class Softmax:
    def __init__(self, axis):
        self.axis = axis

    def forward(self, z):
        top = z.max(axis=self.axis, keepdims=True)
        top[np.isneginf(top)] = 0
        e = np.exp(z - top)
        total = e.sum(axis=self.axis, keepdims=True)
        total[total == 0] = 1
        self.s = e / total
        return self.s

    def backward(self, ds):
        dot = np.sum(ds * self.s, axis=self.axis, keepdims=True)
        return self.s * (ds - dot)

    def jacobian(self):
        s = np.moveaxis(self.s, self.axis, -1)
        eye = np.eye(s.shape[-1], dtype=s.dtype)
        return s[..., None] * eye - s[..., None] * s[..., None, :]
