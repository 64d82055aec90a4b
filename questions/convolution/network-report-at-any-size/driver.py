"""Compares what a case asks for: everything, the totals, one column of the rows, or a refusal."""

COLUMNS = {"shapes": 1, "params": 2, "macs": 3}


def drive(solution, what, layers, shape, scale):
    if what == "refusal":
        try:
            solution(layers, shape, scale)
        except ValueError:
            return "ValueError"
        return "accepted"
    rows, params, macs = solution(layers, shape, scale)
    if what == "all":
        return rows, params, macs
    if what == "totals":
        return params, macs
    return [(row[0], row[COLUMNS[what]]) for row in rows]
