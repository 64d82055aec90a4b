import numpy as np


def log_softmax(z):
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def distillation_loss(student, teacher, labels, temperature, alpha):
    n, t = len(student), temperature
    log_p, log_q = log_softmax(teacher / t), log_softmax(student / t)
    p = np.exp(log_p)
    soft = t * t * (p * (log_p - log_q)).sum() / n
    log_hard = log_softmax(student)
    hard = -log_hard[np.arange(n), labels].sum() / n
    one_hot = np.eye(student.shape[1])[labels]
    gradient = alpha * t * (np.exp(log_q) - p) + (1 - alpha) * (np.exp(log_hard) - one_hot)
    return float(alpha * soft + (1 - alpha) * hard), gradient / n
