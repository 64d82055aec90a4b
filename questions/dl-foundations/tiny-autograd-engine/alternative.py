"""A tape: tensors are numbered as they are made, and the newest waiting one always goes next."""

import heapq
import itertools

import numpy as np

NUMBERS = itertools.count()


class Tensor:
    def __init__(self, data, made_by=None, *operands):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.number = next(NUMBERS)
        self.made_by, self.operands = made_by, operands

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, "add", self, other)

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data * other.data, "mul", self, other)

    def __radd__(self, other):
        return Tensor(other) + self

    def __rmul__(self, other):
        return Tensor(other) * self

    def __matmul__(self, other):
        return Tensor(np.einsum("ij,jk->ik", self.data, other.data), "matmul", self, other)

    def exp(self):
        return Tensor(np.exp(self.data), "exp", self)

    def relu(self):
        return Tensor(np.where(self.data > 0, self.data, 0), "relu", self)

    def sum(self, axis=None, keepdims=False):
        made = Tensor(self.data.sum(axis=axis, keepdims=keepdims), "sum", self)
        made.axis = None if keepdims else axis
        return made

    def parts(self, g):
        if self.made_by == "add":
            return [g, g]
        if self.made_by == "mul":
            a, b = self.operands
            return [g * b.data, g * a.data]
        if self.made_by == "matmul":
            a, b = self.operands
            return [np.einsum("ik,jk->ij", g, b.data), np.einsum("ij,ik->jk", a.data, g)]
        if self.made_by == "exp":
            return [g * self.data]
        if self.made_by == "relu":
            return [np.where(self.operands[0].data > 0, g, 0)]
        if self.axis is not None:
            g = np.expand_dims(g, self.axis)
        return [np.broadcast_to(g, self.operands[0].data.shape)]

    def backward(self):
        waiting, sums = [-self.number], {self.number: (self, np.ones(self.data.shape))}
        while waiting:
            node, g = sums.pop(-heapq.heappop(waiting))
            if node.made_by is None:
                node.grad = node.grad + g
                continue
            for operand, part in zip(node.operands, node.parts(g)):
                shape = operand.data.shape
                while part.ndim > len(shape):
                    part = part.sum(axis=0)
                for axis, n in enumerate(shape):
                    if part.shape[axis] != n:
                        part = part.sum(axis=axis, keepdims=True)
                if operand.number in sums:
                    sums[operand.number] = operand, sums[operand.number][1] + part
                else:
                    sums[operand.number] = operand, part
                    heapq.heappush(waiting, -operand.number)
