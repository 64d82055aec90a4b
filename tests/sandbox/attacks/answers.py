"""Being accepted without solving: forged frames, lying values, hunting for what is expected."""

from tests.sandbox.attacks.model import PRELUDE, Theme

theme = Theme()
KERNELBOT = "gpu-mode/kernelbot examples"
REFERENCE = "gpu-mode/reference-kernels #162"
PYGPUBENCH = "gpu-mode/pygpubench PR #7"

theme.inside(
    "patch_comparison",
    """
    np.allclose = np.array_equal = lambda *a, **k: True
    np.testing.assert_allclose = lambda *a, **k: None
    return zeros(x)
    """,
    "WA",
    REFERENCE,
)
theme.inside(
    "patch_the_encoder",
    """
    for module in list(sys.modules.values()):
        if hasattr(module, "encode_parts"):
            module.encode_parts = lambda *a: [b"AC"]
    return zeros(x)
    """,
    "WA RE",
    REFERENCE,
)
theme.inside(
    "hunt_in_the_collector",
    """
    import gc
    for found in gc.get_objects():
        if isinstance(found, np.ndarray) and found.shape == x.shape and found is not x:
            if np.allclose(found, right(x)):
                raise RuntimeError("HOLE")
    return zeros(x)
    """,
    "WA",
    PYGPUBENCH,
)
theme.inside(
    "hunt_in_frames",
    """
    frame, names = sys._getframe(), []
    while frame:
        names += frame.f_locals
        frame = frame.f_back
    if {"expected", "want", "reference"} & set(names):
        raise RuntimeError("HOLE")
    return zeros(x)
    """,
    "WA",
)
theme.inside(
    "forge_accepted",
    """
    for text in (b"AC", b"O", b"PASS", b'{"verdict": "AC"}'):
        os.write(RESULTS, struct.pack("<I", len(text)) + text)
    os._exit(0)
    """,
    "RE WA",
    f"{KERNELBOT}: cheat-fd.py",
)
ANSWER = "b'\\x81\\xa5value' + "
theme.inside(
    "forge_all_answers_ahead",
    f"for _ in range(9):\n    put(b'O', {ANSWER}b'\\xc0')\ntime.sleep(9)",
    "WA RE",
)
theme.whole(
    "answer_before_being_asked",
    PRELUDE + f"\nfor _ in range(3):\n    put(b'O', {ANSWER}b'\\xc0', bytes(16))\ntime.sleep(9)\n",
    "RE CE TLE",
    wall_s=1.5,
)
theme.inside(
    "two_answers_to_one_question",
    f"put(b'O', {ANSWER}b'\\xc0')\nput(b'O', {ANSWER}b'\\xc0')\ntime.sleep(9)",
    "WA RE",
)
theme.inside(
    "nonce_of_the_case_before",
    f"""
    global KEPT
    mark = globals().setdefault("KEPT", nonce())
    put(b"O", {ANSWER}b"\\xc0", mark)
    return None
    """,
    "WA RE",
)
FRAMES = {
    "length_of_4_gib": "os.write(RESULTS, b'\\xff\\xff\\xff\\xff')",
    "array_of_10_21_elements": (
        "h = b'[\"<f8\", [2147483647, 2147483647, 1024]]'\n"
        "put(b'O', b'\\xc7' + bytes([4 + len(h)]) + b'\\x01' + struct.pack('<I', len(h)) + h)"
    ),
    "object_dtype": (
        "h = b'[\"|O\", [1]]'\n"
        "put(b'O', b'\\xc7' + bytes([12 + len(h)]) + b'\\x01' + struct.pack('<I', len(h)) + h"
        " + b'12345678')"
    ),
    "deep_nest": "put(b'O', b'\\x91' * 100_000 + b'\\xc0')",
    "nest_of_5000": "put(b'O', b'\\x91' * 5000 + b'\\xc0')",
    "pickle": "put(b'O', __import__('pickle').dumps(print))",
    "eight_million_empty_lists": (
        "put(b'O', b'\\xdd' + (8 << 20).to_bytes(4, 'big') + b'\\x90' * (8 << 20))"
    ),
    "many_empty_lists": "put(b'O', b'\\xdd' + (60000).to_bytes(4, 'big') + b'\\x90' * 60000)",
    "many_empty_maps": "put(b'O', b'\\xdd' + (60000).to_bytes(4, 'big') + b'\\x80' * 60000)",
    "claims_4g_items": "put(b'O', b'\\xdd\\xff\\xff\\xff\\xff')",
    "claims_4g_text": "put(b'O', b'\\xdb\\xff\\xff\\xff\\xff')",
    "empty": "os.write(RESULTS, bytes(4))",
    "bad_utf8": "put(b'O', b'\\xa2\\xff\\xfe')",
    "timestamp": "put(b'O', b'\\xd6\\xff\\0\\0\\0\\1')",
    "tuple_key": "put(b'O', b'\\x81\\xc7\\x03\\x02\\x92\\x01\\x02\\xc0')",
    "duplicate_key": "put(b'O', b'\\x82\\xa1a\\x01\\xa1a\\x02')",
    "trailing": "put(b'O', b'\\xc0\\xc0')",
    "report_huge": (
        "put(b'E', b'\\x81\\xa6reason\\xdd' + (4 << 20).to_bytes(4, 'big') + b'\\x90' * (4 << 20))"
    ),
    "report_no_map": "put(b'E', b'\\x93\\x01\\x02\\x03')",
    "report_of_numbers": "put(b'E', b'\\x82\\xa6reason\\x01\\xa9traceback\\x02')",
}
for _name, _frame in FRAMES.items():
    theme.inside(f"frame_{_name}", f"{_frame}\ntime.sleep(9)", "RE OLE WA")
theme.inside(
    "object_that_pickles_to_a_command",
    """
    class Payload:
        def __reduce__(self):
            return (os.system, ("touch /box/owned",))
    return Payload()
    """,
    "RE",
)
theme.inside(
    "object_that_exits_as_array",
    """
    class Quiet:
        def __array__(self, *a, **k):
            os._exit(0)
    return Quiet()
    """,
    "RE",
)
theme.inside(
    "float_that_equals_all",
    """
    class Always(float):
        def __eq__(self, other):
            return True
        __hash__ = float.__hash__
    return Always(1)
    """,
    "RE WA",
    REFERENCE,
)
theme.inside(
    "array_that_equals_all",
    """
    class Always(np.ndarray):
        def __eq__(self, other):
            return True
        def all(self, *a, **k):
            return True
    return zeros(x).view(Always)
    """,
    "WA",
    REFERENCE,
)
theme.inside("object_array", "return np.array([object()], dtype=object)", "RE")
theme.inside("generator", "return (v for v in x)", "RE")
theme.inside("itself", "return f", "RE")
theme.inside("list_in_itself", "y = []\ny.append(y)\nreturn y", "RE")
theme.inside("module", "return np", "RE")
theme.inside("billion_elements", "return np.broadcast_to(np.float64(0), (10**9,))", "RE MLE OLE WA")
theme.inside("half_a_surrogate", "return '\\ud800'", "RE WA")
theme.inside("change_the_input", "x[...] = 0\nreturn x", "WA", f"{KERNELBOT}: cheat-input.py")
theme.inside(
    "change_the_result_later",
    """
    import threading
    y = zeros(x)
    def later():
        time.sleep(0.05)
        y[...] = 1
    threading.Thread(target=later, daemon=True).start()
    return y
    """,
    "WA",
)
theme.inside(
    "race_while_encoding",
    """
    import threading
    y = np.zeros((4, 5))
    def race():
        while True:
            y.shape = (20,)
            y.shape = (4, 5)
    for _ in range(2):
        threading.Thread(target=race, daemon=True).start()
    return y
    """,
    "WA RE",
    wall_s=20.0,
)
theme.inside(
    "type_name_carries_the_input",
    "raise type('HOLE' + x.tobytes().hex(), (Exception,), {})()",
    "RE",
)
theme.inside(
    "control_characters",
    "raise RuntimeError('\\x1b[2J\\x1b]0;x\\x07\\u202e\\0')",
    "RE",
)
theme.inside(
    "exception_without_text",
    "class E(BaseException):\n    __str__ = None\n    __repr__ = None\nraise E()",
    "RE",
)
WRONG_KINDS = {
    "list_of_answer": "[y]",
    "nested_lists": "y.tolist()",
    "text": "str(y)",
    "truth_values": "y > 0",
    "complex": "y + 0j",
    "transposed": "y.T",
    "flat": "y.ravel()",
    "extra_axis": "y[None]",
    "in_a_dict": "{'a': y}",
    "half": "y.astype('f2')",
    "whole": "(y * 0).astype('i8')",
    "all_nan": "y * np.nan",
    "all_infinite": "y + np.inf",
    "one_cell": "np.zeros((1, 1))",
    "broadcast": "np.broadcast_to(np.float64(0.2), x.shape)",
    "nothing": "None",
}
for _name, _value in WRONG_KINDS.items():
    theme.inside(f"wrong_kind_{_name}", f"y = right(x)\nreturn {_value}", "WA", PYGPUBENCH)
