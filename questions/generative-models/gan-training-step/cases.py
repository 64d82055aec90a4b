"""Cases for gan_step: (what, layers of D, layers of G, optimiser, learning rates, batches).

One batch and plain SGD except in `calls` and `optimisers`; no BatchNorm except in `batchnorm`; logits
are moderate except in `confident`.
"""

import numpy as np


def linear(rng, n, m, scale=1.0):
    weight = rng.uniform(0.3, 1.0, size=(m, n)) * rng.choice([-1.0, 1.0], size=(m, n))
    return ["linear", scale * weight, rng.uniform(-0.3, 0.3, size=m)]


def networks(rng, data, latent, norm=False):
    middle = [["norm", rng.uniform(0.5, 1.5, size=4)]] if norm else []
    d = [linear(rng, data, 4), *middle, ["leaky"], linear(rng, 4, 1)]
    g = [linear(rng, latent, 4), *middle, ["tanh"], linear(rng, 4, data)]
    return d, g


def draw(rng, what, kind="sgd", calls=1, norm=False):
    data, latent, n = int(rng.integers(2, 4)), int(rng.integers(1, 4)), int(rng.integers(4, 7))
    batches = [
        [rng.uniform(0.5, 2.0, size=(n, data)), rng.standard_normal((n, latent))]
        for _ in range(calls)
    ]
    rates = [0.05, 0.02] if kind == "adam" else [0.3, 0.2]
    return what, *networks(rng, data, latent, norm), kind, rates, batches


def cases(rng, group):
    if group == "sample":
        # one weight each: D(x) = x + 0, G(z) = 2 z + 0
        d, g = (
            [["linear", np.array([[1.0]]), np.zeros(1)]],
            [["linear", np.array([[2.0]]), np.zeros(1)]],
        )
        yield "everything", d, g, "sgd", [1.0, 1.0], [[np.array([[0.0]]), np.array([[0.5]])]]
        batch = [np.array([[1.0], [2.0]]), np.array([[0.5], [-1.0]])]
        yield "everything", d, g, "sgd", [0.5, 0.25], [batch, batch]
    elif group == "losses":
        for _ in range(3):
            yield draw(rng, "losses")
    elif group == "discriminator":
        for _ in range(3):
            yield draw(rng, "discriminator")
    elif group == "generator":
        for _ in range(3):
            yield draw(rng, "generator")
    elif group == "flow":
        yield draw(rng, "flow")
        yield draw(rng, "flow", calls=2)
    elif group == "calls":
        yield draw(rng, "everything", calls=3)
    elif group == "optimisers":
        for kind in ("momentum", "adam"):
            yield draw(rng, "everything", kind, calls=2)
    elif group == "batchnorm":
        yield draw(rng, "everything", norm=True)
    elif group == "confident":
        for sign in (1.0, -1.0):
            what, d, g, kind, rates, batches = draw(rng, "everything")
            d[-1][2] = d[-1][2] + sign * 800.0
            yield what, d, g, kind, rates, batches
