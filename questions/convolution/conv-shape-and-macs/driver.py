"""A refusal is compared too: it comes back as the name of the exception."""


def drive(solution, *args):
    try:
        return solution(*args)
    except ValueError:
        return "ValueError"
