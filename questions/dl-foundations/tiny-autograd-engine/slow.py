import numpy as np


def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis, n in enumerate(shape):
        if n == 1 and g.shape[axis] != 1:
            g = g.sum(axis=axis, keepdims=True)
    return g


class Tensor:
    def __init__(self, data, prev=(), fn=None):
        self.data = np.asarray(data, dtype=np.float64)
        self.grad = np.zeros_like(self.data)
        self.prev = prev
        self.fn = fn

    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return Tensor(self.data + other.data, (self, other), lambda g: (g, g))

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return Tensor(
            self.data * other.data, (self, other), lambda g: (g * other.data, g * self.data)
        )

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __matmul__(self, other):
        return Tensor(
            self.data @ other.data,
            (self, other),
            lambda g: (g @ other.data.T, self.data.T @ g),
        )

    def exp(self):
        e = np.exp(self.data)
        return Tensor(e, (self,), lambda g: (g * e,))

    def relu(self):
        return Tensor(np.maximum(self.data, 0), (self,), lambda g: (g * (self.data > 0),))

    def sum(self, axis=None, keepdims=False):
        def fn(g):
            if axis is not None and not keepdims:
                g = np.expand_dims(g, axis)
            return (g * np.ones_like(self.data),)

        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), (self,), fn)

    def backward(self):
        stack = [(self, np.ones_like(self.data))]
        while stack:  # every path from the result to a leaf by itself
            node, g = stack.pop()
            if node.fn is None:
                node.grad = node.grad + g
                continue
            for p, part in zip(node.prev, node.fn(g)):
                stack.append((p, unbroadcast(part, p.data.shape)))
