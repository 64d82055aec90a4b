"""Cases: ('memoise', [(function, args, kwargs), ...]), ('retry', times, on, [how every attempt of
a call ends, ...]), ('timed', ticks of the clock, how the calls end) and ('names', decorator).
"""


def memoise(*calls):
    return "memoise", [(name, tuple(args), kwargs) for name, args, kwargs in calls]


def cases(rng, group):
    r = rng.randint
    x, y = r(2, 10**9), r(2, 10**9)  # hardly ever the same as in any other case
    if group == "sample":
        yield memoise(("plain", [3], {}), ("plain", [3], {"b": 4}), ("plain", [3], {}))
        yield "retry", 3, ["ValueError"], [["ValueError", "done"], ["ValueError"] * 3]
        yield "timed", [10, 13, 20, 21], ["done", "ValueError"]
        yield "names", "memoise"
    elif group == "memory":
        yield memoise(*[("plain", [n], {}) for n in (x, y, x, x, y)])
        yield memoise(*[("plain", [str(x), (x, y)], {})] * 2, ("plain", [], {"a": x}))
    elif group == "separate":
        yield memoise(*[(name, [x], {}) for name in ("plain", "other", "plain", "other")])
    elif group == "keywords":
        for calls in (
            (([x], {"a": y}), ([x], {"a": x}), ([x], {"a": y})),
            (([], {"a": x, "b": x + 1}), ([], {"b": x + 1, "a": x})),
            (([("a", x)], {}), ([], {"a": x})),
            (([-x, "a", y], {}), ([-x], {"a": y})),
            (([y, (("a", y),)], {}), ([y], {"a": y})),
            (([x, y], {}), ([(x, y)], {}), ([y, x], {})),
            (([], {"a": -x, "b": None}), ([], {"b": None, "a": -x})),
            (([], {"a": x, "b": -y}), ([], {"a": -y, "b": x})),
        ):
            yield memoise(*[("plain", *call) for call in calls])
    elif group == "equal":
        yield memoise(("plain", [x], {}), ("plain", [float(x)], {}), ("plain", [str(x)], {}))
        yield memoise(("plain", [x, 1], {}), ("plain", [x, True], {}))
        yield memoise(("plain", [y], {"a": 0}), ("plain", [y], {"a": False}))
        # not equal, though their hashes are
        yield memoise(("plain", [-1, x], {}), ("plain", [-2, x], {}))
    elif group == "none":
        yield memoise(*[("nothing", [n], {}) for n in (x, y, x, x, y)])
        yield memoise(*[("nothing", [x, None], {})] * 2)
    elif group == "failures":
        yield memoise(*[("fails", [x], {})] * 3, ("fails", [y], {}), ("fails", [y], {}))
    elif group == "unhashable":
        yield memoise(*[("plain", [[x]], {})] * 2, ("plain", [[x, y]], {}))
        yield memoise(*[("plain", [x], {"a": [y]})] * 2, ("plain", [x], {"a": {}}))
        yield memoise(*[("plain", [(x, [y])], {})] * 2)
        yield memoise(*[("plain", one, {}) for one in ([y], [[y]], [y], [[y]])])
        # the function itself raises TypeError: called once a time
        yield memoise(*[("adds", [str(x)], {})] * 2, ("adds", [[x]], {}), ("adds", [x], {}))
    elif group == "methods":
        yield memoise(*[(name, [n], {}) for name, n in zip("abaab", (x, x, x, y, x), strict=True)])
        yield memoise(("a", [x], {"y": y}), ("b", [x], {"y": y}), ("a", [x], {"y": y}))
    elif group == "attempts":
        for times in (1, 2, r(3, 5)):
            plans = [["OSError"] * failures + ["done"] for failures in range(times)]
            rng.shuffle(plans)
            yield "retry", times, ["OSError"], plans
    elif group == "used-up":
        for times in (1, 2, r(3, 5)):
            yield "retry", times, ["OSError"], [["OSError"] * (times + r(0, 2))]
        yield "retry", 3, ["OSError", "KeyError"], [["KeyError", "OSError", "KeyError"], ["done"]]
        yield "retry", 2, ["ValueError"], [["ValueError"] * 2, ["ValueError", "done"]]
    elif group == "other-errors":
        yield "retry", r(2, 4), ["OSError"], [["ValueError", "done"]]
        yield "retry", r(2, 4), ["OSError"], [["OSError", "KeyError"]]
        yield "retry", r(3, 4), ["KeyError", "OSError"], [["KeyError", "OSError", "ValueError"]]
        yield "retry", 3, [], [["OSError", "done"]]
    elif group == "timed":
        ticks = [r(0, 9)]
        for _ in range(5):
            ticks.append(ticks[-1] + r(1, 9))
        yield "timed", ticks, ["done"] * 3
    elif group == "timed-errors":
        ticks = [r(0, 9)]
        for _ in range(5):
            ticks.append(ticks[-1] + r(1, 9))
        yield "timed", ticks, ["ValueError", "done", "OSError"]
    elif group == "names":
        for which in ("memoise", "retry", "timed"):
            yield "names", which
