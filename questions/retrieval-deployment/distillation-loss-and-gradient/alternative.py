"""One sample at a time; KL as cross-entropy minus entropy, the gradient through the Jacobian."""

import math

import numpy as np


def softmax(z, t):
    top = max(z)
    e = [math.exp((v - top) / t) for v in z]
    total = math.fsum(e)
    return [v / total for v in e], [(v - top) / t - math.log(total) for v in z]


def distillation_loss(student, teacher, labels, temperature, alpha):
    losses, rows = [], []
    for z, v, label in zip(student.tolist(), teacher.tolist(), labels.tolist()):
        q, log_q = softmax(z, temperature)
        p, log_p = softmax(v, temperature)
        s, log_s = softmax(z, 1.0)
        cross = -math.fsum(a * b for a, b in zip(p, log_q))
        entropy = -math.fsum(a * b for a, b in zip(p, log_p))
        losses.append(alpha * temperature**2 * (cross - entropy) - (1 - alpha) * log_s[label])
        # d(-sum p log q)/dz through d(log q)/dz = (I - 1 q^T) / T
        jacobian = (np.eye(len(z)) - np.array(q)) / temperature
        row = -alpha * temperature**2 * (np.array(p) @ jacobian)
        rows.append(row - (1 - alpha) * (np.eye(len(z)) - np.array(s))[label])
    return math.fsum(losses) / len(losses), np.array(rows) / len(rows)
