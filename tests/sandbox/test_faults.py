"""What goes wrong on our side is never the learner's fault, and the next submission is judged."""

import errno
import os
import resource
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox import child as children
from sandbox import pool as pools
from sandbox import succession
from sandbox import zygote as zygotes
from sandbox.child import Child, Stopped
from sandbox.pool import Exhausted, Pool
from sandbox.processes import has_ended
from sandbox.protocol import Limits, Verdict
from sandbox.zygote import Zygote
from tests.sandbox import jails

SLEEPS = "import time\ndef f():\n    time.sleep(60)\n"
LONG_S = 30.0
MANY = 1024
"""Descriptors that the system call `select` can tell apart."""


def seven(made: Pool) -> bool:
    """Judge as the judge does: our own failure is tried again, once, on another child."""
    for last in (False, True):
        try:
            return bool(jails.value(made, "return 7") == 7)
        except Stopped as stopped:
            if last or stopped.verdict is not Verdict.IE:
                raise
    return False


def wait_until(what: Callable[[], object]) -> None:
    deadline = time.monotonic() + LONG_S
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def zygote_of(made: Pool) -> Zygote:
    zygote = made._line.now
    assert zygote is not None
    return zygote


def test_who_owes_an_answer_is_killed_at_once_others_when_they_are_swept_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Pool, "_put_back", lambda *_: None)
    with jails.pool("stdlib", depth=2) as made:
        with jails.child(made, SLEEPS) as owes:
            owes.ask({"args": (), "return_args": False})
        with jails.child(made, "def f():\n    return 7\n") as done:
            assert jails.call(done) == 7

        assert has_ended(owes._handles.pidfd, LONG_S)
        assert not has_ended(done._handles.pidfd, 0.1)
        assert done.reap(LONG_S)
        assert owes.reap(LONG_S)


def test_a_zygote_killed_in_the_middle_is_our_failure_and_is_replaced() -> None:
    with jails.pool("stdlib") as made:
        first = zygote_of(_warm(made))
        with jails.child(made, SLEEPS, Limits(wall_s=LONG_S)) as taken:
            threading.Timer(0.2, os.kill, (first.process.pid, signal.SIGKILL)).start()
            with pytest.raises(Stopped) as caught:
                jails.call(taken)
        assert (caught.value.verdict, caught.value.reason) == (Verdict.IE, "lost")

        assert seven(made)
        assert zygote_of(made) is not first


def test_a_zygote_that_answers_too_late_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zygotes, "ANSWER_S", 0.5)
    with jails.pool("stdlib", "S1") as made:
        first = zygote_of(_warm(made))
        wait_until(lambda: made.ready)
        first.process.send_signal(signal.SIGSTOP)
        threading.Timer(0.75, first.process.send_signal, (signal.SIGCONT,)).start()
        made.take(jails.READY_S).close()  # it is asked for another one, and for the end of this
        wait_until(lambda: made._line.now is not first)

        assert seven(made)
        assert first.process.poll() is not None


def test_a_child_that_cannot_be_bounded_is_not_the_learners_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none_left(*_: object) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    with jails.pool("stdlib", "S3") as made:
        taken = made.take(jails.READY_S)
        monkeypatch.setattr(type(taken.group), "limit", none_left)
        with pytest.raises(Stopped) as caught:
            jails.begin(taken, "def f(): return 7")
        taken.close()

    assert (caught.value.verdict, caught.value.reason) == (Verdict.IE, "lost")


@pytest.mark.parametrize("what", ["passing", "naming"])
def test_a_child_that_cannot_be_held_leaves_nothing_open(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def some(control: socket.socket, most: int, descriptors: int) -> object:
        told, given, flags, sender = whole(control, most, descriptors)
        for each in given[2:]:
            os.close(each)
        return told, given[:2], flags, sender

    def none_left(*_: object) -> int:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    jails.found()
    before = len(list(Path("/proc/self/fd").iterdir()))
    with jails.pool("stdlib", "S1") as made:
        whole = socket.recv_fds
        with monkeypatch.context() as patch:
            if what == "passing":
                patch.setattr(socket, "recv_fds", some)
            else:
                patch.setattr(children, "pid_here", none_left)
            wait_until(lambda: made.failure)
        assert seven(made)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def _warm(made: Pool) -> Pool:
    made.take(jails.READY_S).close()
    return made


def test_a_killed_child_that_is_slow_to_die_is_not_the_learners_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A dying process closes its pipes first; how long the rest takes is up to the machine."""
    monkeypatch.setattr(children, "DYING_S", 0.0)
    with jails.pool("stdlib", depth=2) as made:
        for _ in range(8):
            with jails.child(made, SLEEPS, Limits(wall_s=LONG_S)) as taken:
                threading.Timer(0.05, os.kill, (taken._pid, signal.SIGKILL)).start()
                with pytest.raises(Stopped) as caught:
                    jails.call(taken)
            assert (caught.value.verdict, caught.value.reason) == (Verdict.IE, "lost")


def test_a_full_disk_stops_a_zygote_and_leaves_nothing_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(zygotes, "_linked", full)
        with jails.pool("stdlib", "S1") as made:
            wait_until(lambda: made.failure)
            before = len(list(Path("/proc/self/fd").iterdir()))
            with pytest.raises(Exhausted, match="No space left"):
                made.take(2.5)  # long enough for it to try again
            assert len(list(Path("/proc/self/fd").iterdir())) == before
            patch.undo()
            assert seven(made)


def test_children_are_made_whatever_the_number_of_a_descriptor() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 4 * MANY:
        pytest.skip("not run here: few descriptors may be open at a time")
    resource.setrlimit(resource.RLIMIT_NOFILE, (4 * MANY, hard))
    low = [os.open("/dev/null", os.O_RDONLY) for _ in range(2 * MANY)]
    try:
        with jails.pool("stdlib") as made:
            assert seven(made)
    finally:
        for each in low:
            os.close(each)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_waiting_child_that_died_is_not_handed_out() -> None:
    with jails.pool("stdlib", depth=2) as made:
        wait_until(lambda: made.ready == 2)
        waiting = list(made._ready)
        for child in waiting:
            signal.pidfd_send_signal(child._handles.pidfd, signal.SIGKILL)
        # A signal is only sent so far. Who takes a child that is about to die is told it is lost.
        wait_until(lambda: all(child.has_ended for child in waiting))

        taken = made.take(jails.READY_S)
        assert taken not in waiting
        jails.begin(taken, "def f(): return 7")
        assert jails.call(taken) == 7
        taken.close()


def test_a_child_that_waited_too_long_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with jails.pool("stdlib") as made:
        wait_until(lambda: made.ready == 1)
        old = made._ready[0]
        monkeypatch.setattr(pools, "STALE_S", -1.0)
        with pytest.raises(Exhausted):
            made.take(0.2)
        monkeypatch.setattr(pools, "STALE_S", 600.0)
        child = made.take(jails.READY_S)
        assert child is not old
        child.close()


def test_an_exhausted_pool_says_so_and_recovers() -> None:
    with jails.pool("stdlib", depth=1) as made:
        held = [made.take(jails.READY_S)]
        held += _take_all(made)
        for child in held:
            child.close()
        assert seven(made)


def _take_all(made: Pool) -> list[Child]:
    held = []
    try:
        while True:
            held.append(made.take(0))
    except Exhausted:
        return held


def test_a_zygote_started_from_a_thread_that_ends_goes_with_it() -> None:
    """The kernel ties a wall to the thread that built it: this is why a pool has a thread."""
    jails.walls("S2")
    started: list[Zygote] = []

    def start() -> None:
        started.append(Zygote("stdlib", jails.walls("S2")))
        started[0].await_ready(LONG_S)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    try:
        started[0].process.wait(LONG_S)
    finally:
        started[0].close()


def test_a_pool_made_in_a_thread_that_ends_goes_on() -> None:
    walls = jails.walls("S2")
    made: list[Pool] = []
    thread = threading.Thread(target=lambda: made.append(Pool("stdlib", walls, 1)))
    thread.start()
    thread.join()
    try:
        assert seven(made[0])
    finally:
        made[0].close()


def test_a_zygote_that_served_long_enough_is_replaced_while_children_go_on_being_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with jails.pool("stdlib") as made:
        first = zygote_of(_warm(made))
        with jails.child(made, "def f(): return 1") as busy:
            monkeypatch.setattr(succession, "MOST_CHILDREN", first.children)
            wait_until(lambda: made._line.now is not first and made._line.now is not None)
            monkeypatch.setattr(succession, "MOST_CHILDREN", 500)
            assert seven(made)
            assert jails.call(busy) == 1  # the old one waits for its last child
            assert first.process.poll() is None
        wait_until(lambda: first.process.poll() is not None)


def test_a_child_that_ended_strangely_costs_its_zygote_the_trust() -> None:
    with jails.pool("stdlib", "S1") as made:  # the first process of a namespace hears no HUP
        first = zygote_of(_warm(made))
        with jails.child(made, SLEEPS, Limits(wall_s=LONG_S)) as taken:
            threading.Timer(0.1, os.kill, (taken._pid, signal.SIGHUP)).start()
            with pytest.raises(Stopped) as caught:
                jails.call(taken)
        assert (caught.value.verdict, caught.value.detail) == (Verdict.RE, "SIGHUP")
        wait_until(lambda: made._line.now not in {None, first})
        assert seven(made)


def test_closing_twice_and_using_a_closed_child_harm_nobody() -> None:
    with jails.pool("stdlib") as made:
        with jails.child(made, "def f(): return 1") as taken:
            taken.close()
            taken.close()
        assert seven(made)


def test_no_process_and_no_descriptor_is_left() -> None:
    with jails.pool("stdlib", depth=2) as made:
        jails.value(made, "return 1")
    before = len(list(Path("/proc/self/fd").iterdir()))
    with jails.pool("stdlib", depth=3) as made:
        for _ in range(5):
            jails.value(made, "return 1")
        family = [zygote_of(made).process.pid, *(child._pid for child in made._ready)]

    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]


def test_many_at_once_are_all_judged() -> None:
    answers: list[int] = []
    with jails.pool("stdlib", jails.found().level, depth=4) as made:

        def submit(first: int) -> None:
            answers.extend(jails.value(made, f"return {first + i}") for i in range(10))

        threads = [threading.Thread(target=submit, args=(100 * n,)) for n in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(answers) == [100 * n + i for n in range(5) for i in range(10)]
