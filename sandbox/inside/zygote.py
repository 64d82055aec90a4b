"""The warm process inside the wall: makes children, runs nobody's code, holds no secret.

Its only input is the judge's socket: `{"op": "spawn", "box": …}` is answered with a pid, three
pipes and a pidfd, `{"op": "wait", "pid": …}` with how a child ended.
"""

import gc
import json
import os
import socket
import sys
from typing import Any, Final

from sandbox.inside import (
    authoring,
    calls,
    cloning,
    jail,
    learning,
    namespaces,
    own_input,
    rehearsing,
    runner,
    warming,
)

MOST: Final = 1 << 16
FAILED: Final = 99
ADAPTED: Final = 20  # runs after which Python has adapted a function to what it meets (PEP 659)
# They are loaded here, because a child may find no file of theirs.
LOADED: Final = (authoring, learning, own_input)


def main(arguments: list[str]) -> None:
    """Get warm, say so, and serve until the judge goes away."""
    told = json.loads(arguments[1])
    plan = jail.Plan(
        profile=told["profile"],
        control=told["control"],
        namespaces=told["namespaces"],
        readable=tuple(told["readable"]),
        path=tuple(told["path"]),
    )
    os.umask(0o077)
    while os.open(os.devnull, os.O_RDONLY) < jail.LOWEST:  # so that no pipe gets a low number
        pass
    sys.path.remove(os.environ.pop("PYTHONPATH"))  # noqa: TID251 - where this file was found
    sys.path += plan.path
    control = socket.socket(fileno=plan.control)
    warming.warm(plan.profile)
    for _ in range(ADAPTED):
        rehearsing.rehearse(plan.profile)
        calls.practise()
    mould = jail.prepare(plan)
    cloning.thread_id_address()  # it is certain, or there will be no child
    sys.stdout.reconfigure(errors="backslashreplace", line_buffering=False)  # type: ignore[union-attr]
    sys.stderr.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    huge = warming.settle()
    if not warming.is_single():
        raise RuntimeError("there are other threads, which a fork would leave behind")
    hello = {"ready": True, "huge_pages": huge, "uid": os.getuid(), **warming.memory()}
    control.send(json.dumps(hello).encode())
    while message := control.recv(MOST):
        _serve(control, json.loads(message), mould)


def _serve(control: socket.socket, request: dict[str, Any], mould: jail.Mould) -> None:
    if request["op"] == "wait":
        control.send(json.dumps(_wait(request["pid"])).encode())
        return
    try:
        made, descriptors = _spawn(request["box"], mould)
    except OSError as error:
        control.send(json.dumps({"error": str(error)}).encode())
        return
    try:
        socket.send_fds(control, [json.dumps(made).encode()], descriptors)
    finally:
        for each in descriptors:
            os.close(each)


def _wait(pid: int) -> dict[str, Any]:
    """Reap a child. Never blocks: the judge asks when the pidfd says that it has ended."""
    try:
        found, status, used = os.wait4(pid, os.WNOHANG)
    except ChildProcessError:
        found = 0
    if not found:
        return {"status": None}
    cpu = used.ru_utime + used.ru_stime
    return {"status": status, "cpu": cpu, "resident": used.ru_maxrss << 10}


def _spawn(box: str, mould: jail.Mould) -> tuple[dict[str, int], list[int]]:
    """Make a child. Returns its pid, and descriptors for requests, results, printing, itself."""
    pipes: list[int] = []
    try:
        for _ in range(3):
            pipes += os.pipe()
        requests_out, requests_in, results_out, results_in, printed_out, printed_in = pipes
        walls = jail.walls(mould, (printed_in, results_in, requests_out), box)
        flags = namespaces.ALL if mould.plan.namespaces else 0
        gc.freeze()  # or the first collection of a child touches what was made since the last one
        pid, pidfd = cloning.clone(flags)
    except OSError:
        for each in pipes:
            os.close(each)
        raise
    if pid == 0:
        _child(mould, walls, box)
    for each in (requests_out, results_in, printed_in):
        os.close(each)
    return {"pid": pid}, [requests_in, results_out, printed_out, pidfd]


def _child(mould: jail.Mould, walls: calls.Calls, box: str) -> None:
    """Be a child. Never returns."""
    try:
        jail.enter(mould, walls, box)
        runner.serve(lambda: rehearsing.rehearse(mould.plan.profile))
    except BaseException as error:  # noqa: BLE001 - there is nobody above to tell
        os.write(1, f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(FAILED)


if __name__ == "__main__":
    main(sys.argv)
