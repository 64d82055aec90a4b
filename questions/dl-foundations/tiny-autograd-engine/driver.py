"""Makes the leaves, carries out the steps, calls backward, and returns all values and the gradients
of the leaves."""

STEPS = {
    "add": lambda t, i, j: t[i] + t[j],
    "mul": lambda t, i, j: t[i] * t[j],
    "matmul": lambda t, i, j: t[i] @ t[j],
    "plus": lambda t, i, number: t[i] + number,
    "times": lambda t, number, i: number * t[i],
    "exp": lambda t, i: t[i].exp(),
    "relu": lambda t, i: t[i].relu(),
    "sum": lambda t, i, *how: t[i].sum(**dict(zip(("axis", "keepdims"), how))),
}


def drive(solution, leaves, steps, calls):
    tensors = [solution(leaf) for leaf in leaves]
    for name, *args in steps:
        tensors.append(STEPS[name](tensors, *args))
    for i in calls:
        tensors[i].backward()
    return {
        "values": [t.data for t in tensors],
        "grads": [t.grad for t in tensors[: len(leaves)]],
    }
