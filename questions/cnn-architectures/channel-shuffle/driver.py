"""A refusal is compared too: it comes back as the name of the exception."""


def drive(solution, x, groups):
    try:
        return solution(x, groups)
    except ValueError:
        return "ValueError"
