"""A training loop: the weights change in place after every epoch, as they do in a framework."""


def drive(solution, patience, min_delta, mode, values, updates):
    stopper = solution(patience, min_delta, mode)
    weights = {"w": [[0, 0], [0, 0]], "b": [0, 0]}
    said = []
    for value, update in zip(values, updates):
        for row in weights["w"]:
            row[0] += update
            row[1] -= update
        weights["b"][0] += update
        said.append(stopper.step(value, weights))
        if said[-1]:
            break
    for row in weights["w"]:
        row[:] = [-1, -1]
    epoch, kept = stopper.best()
    return {"stop": said, "best epoch": epoch, "weights": kept}
