"""Compares what a group is about: without `part` everything, else only out or only the statistics.

A refusal is compared too: it comes back as the name of the exception.
"""


def drive(solution, *args):
    *args, part = args if len(args) == 9 else (*args, "all")
    try:
        result = solution(*args)
    except ValueError:
        return "ValueError"
    # Unpacked out here: its own ValueError must not pass for the refusal that was asked for.
    out, mean, var = result
    return {"all": (out, mean, var), "out": out, "statistics": (mean, var)}[part]
