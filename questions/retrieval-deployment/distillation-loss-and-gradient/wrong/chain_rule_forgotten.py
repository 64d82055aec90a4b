import numpy as np


def log_softmax(z):
    top = np.max(z, axis=1, keepdims=True)
    return z - top - np.log(np.sum(np.exp(z - top), axis=1, keepdims=True))


def distillation_loss(student, teacher, labels, temperature, alpha):
    n, k = student.shape
    log_p = log_softmax(teacher / temperature)
    log_q = log_softmax(student / temperature)
    p, q = np.exp(log_p), np.exp(log_q)
    kl = np.sum(p * (log_p - log_q), axis=1)
    log_s = log_softmax(student)
    ce = -log_s[np.arange(n), labels]
    loss = alpha * temperature**2 * np.mean(kl) + (1 - alpha) * np.mean(ce)
    grad = alpha * temperature**2 * (q - p)
    target = np.zeros((n, k))
    target[np.arange(n), labels] = 1.0
    grad = grad + (1 - alpha) * (np.exp(log_s) - target)
    return float(loss), grad / n
