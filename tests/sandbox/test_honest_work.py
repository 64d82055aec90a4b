"""What has to work in a child: at every level that this machine has."""

import sys

import numpy as np
import pytest

from sandbox.pool import Pool
from sandbox.protocol import Limits
from tests.sandbox import jails

ROOM = Limits(cpu_s=20, wall_s=60, memory_mib=512)


GOOD = {
    "linear algebra": """
import numpy as np
return float(np.linalg.svd(np.ones((200, 200)))[1][0])
""",
    "fourier": """
import numpy as np
return float(np.fft.fft(np.ones(200)).real[0])
""",
    "threads": """
from concurrent.futures import ThreadPoolExecutor
return float(sum(ThreadPoolExecutor(4).map(abs, [-100, -100])))
""",
    "locks and logs": """
import io, logging, threading
written = io.StringIO()
logging.basicConfig(stream=written)
done, lock = threading.Event(), threading.RLock()
def work():
    with lock:
        logging.getLogger("late").warning("x" * 186)
        done.set()
thread = threading.Thread(target=work)
thread.start()
assert done.wait(20) and not thread.join()
assert threading.current_thread() is threading.main_thread()
return float(len(written.getvalue()))
""",
    "a file": """
import tempfile
with tempfile.TemporaryFile() as file:
    file.write(b'x' * 200)
    file.seek(0)
    return float(len(file.read()))
""",
    "late imports": """
import numpy.testing, numpy.polynomial, xml.dom.minidom, csv, uuid
return 200.0
""",
    "a handled signal": """
import signal
seen = []
signal.signal(signal.SIGUSR1, lambda *_: seen.append(200.0))
signal.raise_signal(signal.SIGUSR1)
return seen[0]
""",
    "a dataclass of its own module": """
import dataclasses
@dataclasses.dataclass
class A:
    x: 'typing.ClassVar[float]' = 200.0
return A().x
""",
}


@pytest.mark.parametrize("name", GOOD)
def test_honest_work_is_done(numpy_pool: Pool, name: str) -> None:
    assert jails.value(numpy_pool, GOOD[name]) == pytest.approx(200.0)


def test_arguments_are_copies_of_the_learners_own(numpy_pool: Pool) -> None:
    given = np.arange(6.0).reshape(2, 3)
    with jails.child(numpy_pool, "def f(x):\n    x += 1\n    return x.flags.owndata") as taken:
        answer = taken.call(
            {"args": (given,), "return_args": True}, cap_bytes=1 << 16, cap_values=100
        )

    assert isinstance(answer, dict)
    assert answer["value"] is True
    assert (answer["args"][0] == given + 1).all()
    assert given[0, 0] == 0


def test_chance_starts_anew_at_each_call(numpy_pool: Pool) -> None:
    source = "import random, numpy as np\ndef f():\n    return random.random(), np.random.rand()"
    draws = []
    for _ in range(2):
        with jails.child(numpy_pool, source) as taken:
            draws += [jails.call(taken)[0], jails.call(taken)[0]]

    assert len(set(draws)) == 1


def test_sets_have_the_same_order_in_every_child(numpy_pool: Pool) -> None:
    body = "return list({'adam', 'sgd', 'lion', 'muon', 'rmsprop'})"

    assert jails.value(numpy_pool, body) == jails.value(numpy_pool, body)


def test_large_values_cross(numpy_pool: Pool) -> None:
    given = np.random.default_rng(0).normal(size=1 << 20)
    with jails.child(numpy_pool, "def f(x):\n    return x * 2", ROOM) as taken:
        assert np.array_equal(jails.call(taken, given, cap=16 << 20), given * 2)


def test_the_interpreter_inside_is_the_one_outside(numpy_pool: Pool) -> None:
    assert jails.value(numpy_pool, "import sys\nreturn sys.version") == sys.version
