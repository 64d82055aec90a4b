"""How much of a topic is known, and how sure one can be of it.

Every question answered at least once tells, by the scheduler's estimate, with which probability it
would be answered from memory today. Those are counted like (fractions of) right and wrong answers
into a Beta distribution that begins flat; its 5 % and 95 % points make the interval. Few questions
seen, a wide interval: the figure is about the topic, not about the questions seen.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

INTERVAL = 0.9


@dataclass(frozen=True, slots=True)
class Mastery:
    """An estimate in [0, 1] with its 90 % interval, and how many questions it rests on."""

    estimate: float
    low: float
    high: float
    seen: int


def known(recall: float, guess_rate: float) -> float:
    """Return the probability of knowing, given that of a right answer: what guessing adds goes."""
    return max(0.0, (recall - guess_rate) / (1.0 - guess_rate))


def mastery(known_today: Iterable[float]) -> Mastery | None:
    """Return the mastery of a topic from the probabilities of its questions; None without any."""
    shares = list(known_today)
    if not shares:
        return None
    right = math.fsum(shares)
    a, b = 1.0 + right, 1.0 + len(shares) - right
    tail = (1.0 - INTERVAL) / 2
    # Rounding makes equal topics share one computation; a thousandth of a question is no matter.
    a, b = round(a, 3), round(b, 3)
    return Mastery(
        a / (a + b), beta_quantile(tail, a, b), beta_quantile(1 - tail, a, b), len(shares)
    )


@lru_cache(maxsize=4096)
def beta_quantile(p: float, a: float, b: float) -> float:
    """Return x with I_x(a, b) = p, by bisection: 40 halvings, 1e-12."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        if beta_cdf(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b), for a, b > 0.

    Continued fraction of DLMF 8.17.22, evaluated by Lentz's method; it converges fast for
    x < (a + 1)/(a + b + 2), and I_x(a, b) = 1 - I_{1-x}(b, a) serves the rest.
    """
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - beta_cdf(1.0 - x, b, a)
    log_front = (
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    return math.exp(log_front) / (a * _continued_fraction(x, a, b))


def _continued_fraction(x: float, a: float, b: float) -> float:
    tiny, enough = 1e-300, 1e-14
    value, c, d = 1.0, 1.0, 0.0
    for n in range(1, 500):
        m = n // 2
        if n % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1.0 / ((1.0 + term * d) or tiny)
        c = (1.0 + term / c) or tiny
        value *= c * d
        if abs(c * d - 1.0) < enough:
            break
    return value
