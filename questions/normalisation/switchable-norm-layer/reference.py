import numpy as np


def softmax(logits):
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()


def switchable_norm(x, w_mean, w_var, gamma, beta, eps):
    scopes = ((2, 3), (1, 2, 3), (0, 2, 3))  # IN, LN, BN
    mean = sum(w * x.mean(axis=s, keepdims=True) for w, s in zip(softmax(w_mean), scopes))
    var = sum(w * x.var(axis=s, keepdims=True) for w, s in zip(softmax(w_var), scopes))
    scale = gamma[:, None, None] / np.sqrt(var + eps)
    return (x - mean) * scale + beta[:, None, None]
