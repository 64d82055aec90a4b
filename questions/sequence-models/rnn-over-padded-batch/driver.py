"""Picks what is compared: the state, the gradients of the data, or those of the parameters."""


def drive(solution, what, *args):
    last, dx, dh0, *parameters = solution(*args)
    parts = {"state": last, "data": [dx, dh0], "parameters": parameters}
    return parts[what] if what in parts else parts
