"""Nesterov's own way: glide to a point, descend from there; the velocity is the way covered."""

import numpy as np


def nag_step(f_grad, p, v, lr, mu):
    point = p - mu * v
    landed = point - lr * f_grad(point)
    return landed, p - landed
