"""Lets a group look at w or at the objective alone; a refusal comes back as its name."""


def drive(solution, x, y, c, order, part):
    try:
        result = solution(x, y, c, order)
    except ValueError:
        return "ValueError"
    w, objective = result
    return {"all": (w, objective), "w": w, "objective": objective}[part]
