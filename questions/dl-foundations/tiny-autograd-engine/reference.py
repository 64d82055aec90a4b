import numpy as np


def reduced(g, shape):
    """Sum a gradient over the axes along which its operand was broadcast."""
    if g.shape == shape:
        return g
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    return g.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)


class Tensor:
    def __init__(self, data, parents=(), pull=None):
        self.data = np.asarray(data, dtype=np.float64)
        self.grad = np.zeros_like(self.data)
        self._parents = parents
        self._pull = pull  # from the gradient of the result to those of the parents

    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return Tensor(self.data + other.data, (self, other), lambda g: (g, g))

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        a, b = self.data, other.data
        return Tensor(a * b, (self, other), lambda g: (g * b, g * a))

    __radd__ = __add__
    __rmul__ = __mul__

    def __matmul__(self, other):
        a, b = self.data, other.data
        return Tensor(a @ b, (self, other), lambda g: (g @ b.T, a.T @ g))

    def exp(self):
        value = np.exp(self.data)
        return Tensor(value, (self,), lambda g: (g * value,))

    def relu(self):
        return Tensor(np.maximum(self.data, 0.0), (self,), lambda g: (g * (self.data > 0),))

    def sum(self, axis=None, keepdims=False):
        kept = self.data.sum(axis=axis, keepdims=True)
        value = self.data.sum(axis=axis, keepdims=keepdims)
        return Tensor(value, (self,), lambda g: (self.data * 0.0 + g.reshape(kept.shape),))

    def _ancestors(self):
        """Every tensor that self depends on, parents before what was computed from them."""
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((parent, False) for parent in node._parents)
        return order

    def backward(self):
        arrived = {id(self): np.ones_like(self.data)}
        for node in reversed(self._ancestors()):
            g = arrived[id(node)]  # complete: everything that uses the node comes before it
            if node._pull is None:
                node.grad = node.grad + g
                continue
            for parent, part in zip(node._parents, node._pull(g)):
                part = reduced(part, parent.data.shape)
                arrived[id(parent)] = arrived.get(id(parent), 0.0) + part
