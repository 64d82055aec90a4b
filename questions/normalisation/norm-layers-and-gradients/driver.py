"""Compares what a case asks for: results, or that the arguments are refused."""


def drive(solution, what, x, kind, groups, gamma, beta, eps, dout):
    if what == "refusal":
        try:
            solution(x, kind, groups, gamma, beta, eps)
        except ValueError:
            return "ValueError"
        return "accepted"
    y, backward = solution(x, kind, groups, gamma, beta, eps)
    if what == "y":
        return y
    dx, dgamma, dbeta = backward(dout)
    if what == "dx":
        return dx
    told = {"dgamma": dgamma, "dbeta": dbeta}
    return told if what == "parameters" else {"y": y, "dx": dx, **told}
