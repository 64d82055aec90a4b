import numpy as np


class Softmax:
    """Softmax along one axis, with its gradient and its Jacobian."""

    def __init__(self, axis):
        self.axis = axis

    def forward(self, z):
        """Return the softmax of z, with the shape and dtype of z."""
        raise NotImplementedError

    def backward(self, ds):
        """Return the gradient with respect to the z of the last forward."""
        raise NotImplementedError

    def jacobian(self):
        """Return the Jacobians of the last forward: the other axes of z in order, then (K, K)."""
        raise NotImplementedError
