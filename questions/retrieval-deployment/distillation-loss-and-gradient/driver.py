"""Lets a group look at the loss or at the gradient alone."""


def drive(solution, student, teacher, labels, temperature, alpha, part):
    loss, gradient = solution(student, teacher, labels, temperature, alpha)
    return {"all": (loss, gradient), "loss": loss, "gradient": gradient}[part]
