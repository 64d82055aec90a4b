"""What a learner is told of a failure, in both languages. Every reason the judge names is here."""

import re
from typing import Any, Final

from sandbox.comparing import Difference
from sandbox.protocol import Limits
from sandbox.stopped import Stopped

Message = dict[str, str]

# What an author is told, or a learner of an input of their own.
OF_CASES: Final[dict[str, tuple[str, str]]] = {
    "no-cases": (
        "没有为 {name} 组产生任何输入。",
        "It yields nothing for the group {name}.",
    ),
    "no-tuple": (
        "{name} 组里有一个用例不是参数的元组。",
        "A case of the group {name} is not a tuple of arguments.",
    ),
    "not-repeatable": (
        "{name} 组的用例，同一个种子产生了不同的输入。随机性只能来自 rng。",
        "The cases of the group {name} differ for the same seed. All chance comes from rng.",
    ),
    "arguments": (
        "自己的输入读不懂：{detail}。请写成参数的元组，例如 `(3, [1, 2])`。",
        (
            "Your input could not be read: {detail}. Write the arguments as a tuple,"
            " such as `(3, [1, 2])`."
        ),
    ),
    "arguments-empty": (
        "还没有写输入。例如 `(3, 8)`。",
        "There is no input yet. Write the arguments as a tuple, such as `(3, 8)`.",
    ),
    "arguments-names": (
        "参数名与函数的不符。应当依次是：{detail}。",
        "The names are not those of the function's arguments, which are: {detail}.",
    ),
    "arguments-lost": (
        "对这个输入，参考解没有算出结果：{detail}",
        "The reference comes to no result on this input: {detail}",
    ),
}
REASONS: Final[dict[str, tuple[str, str]]] = {
    # screening and loading
    "empty": ("还没有写代码。", "There is no code yet."),
    "too-long": (
        "代码超过 64 KiB。请删去不需要的部分。",
        "The source is over 64 KiB. Leave out what is not needed.",
    ),
    "characters": (
        "第 {line} 行有不能出现在源代码里的字符（空字符或残缺的 Unicode）。",
        "Line {line} holds a character that source code cannot hold (NUL, half a surrogate pair).",
    ),
    "syntax": ("第 {line} 行语法错误：{detail}", "Syntax error in line {line}: {detail}"),
    "nesting": ("代码嵌套太深，无法编译。", "The source is nested too deeply to be compiled."),
    "entry": (
        "没有找到要实现的 `{name}`。请不要改它的名字。",
        "`{name}` is not defined. Keep the name that the statement gives.",
    ),
    "forbidden": (
        "第 {line} 行用了 `{name}`，本题要求不用它。",
        "Line {line} uses `{name}`, which this exercise asks you to do without.",
    ),
    # running
    "wall": ("超过了 {limit} 秒的时间限制。", "It did not finish within {limit} s."),
    "cpu": ("用完了 {limit} 秒的 CPU 时间。", "It used up {limit} s of processor time."),
    "memory": ("超过了 {limit} MiB 的内存限制。", "It needed more than {limit} MiB of memory."),
    "output": ("打印了超过 {limit} KiB。", "It printed more than {limit} KiB."),
    "result-size": (
        "返回的结果远远大于应有的大小。",
        "The result is far larger than it should be.",
    ),
    "exit": ("在返回结果之前退出了。", "It exited before it answered."),
    "signal": ("进程崩溃了{detail}。", "The process crashed{detail}."),
    "syscall": (
        "调用了不允许的系统功能（例如新建进程、访问网络或跟踪进程）。",
        "It called a forbidden service of the system, such as tracing or mounting.",
    ),
    "protocol": (
        "绕过函数返回值直接写了结果通道。请用 `return` 返回结果。",
        "It wrote to the result channel itself. Hand back the result with `return`.",
    ),
    "unreadable": (
        "返回值的类型不能判分{detail}",
        "The returned value cannot be judged{detail}",
    ),
    "exception": ("抛出了 {name}。", "It raised {name}."),
    # comparing
    "type": (
        "类型不对：得到 {got}，应为 {expected}。",
        "Wrong type: got {got}, expected {expected}.",
    ),
    "shape": (
        "形状不对：得到 {got}，应为 {expected}。",
        "Wrong shape: got {got}, expected {expected}.",
    ),
    "dtype": (
        "dtype 不对：得到 {got}，应为 {expected}。",
        "Wrong dtype: got {got}, expected {expected}.",
    ),
    "length": (
        "长度不对：得到 {got}，应为 {expected}。",
        "Wrong length: got {got}, expected {expected}.",
    ),
    "keys": (
        "字典的键不对。",
        "The keys of the dictionary are not those expected.",
    ),
    "value": ("结果不对{where}。", "The result is wrong{where}."),
    "imprecise": (
        "结果接近但不够精确{where}。通常是某一步损失了有效数字。",
        "Close, but too imprecise{where}. Usually some step loses digits.",
    ),
    "not-finite": (
        "NaN 或无穷出现的位置不对{where}。",
        "NaN or infinity is not where it should be{where}.",
    ),
    "input-modified": (
        "调用之后输入被改动了{where}。请在副本上计算。",
        "An argument was changed by the call{where}. Work on a copy.",
    ),
    # ours
    "author": (
        "这道题的测试程序本身出了错，与你的代码无关。已记录，不计入成绩。",
        (
            "The tests of this exercise failed by themselves; your code is not to blame."
            " It has been recorded and does not count."
        ),
    ),
    "lost": (
        "判题程序出了故障，与你的代码无关。请再交一次；这一次不计入成绩。",
        (
            "The judge failed; your code is not to blame. Please submit again;"
            " this time does not count."
        ),
    ),
    **OF_CASES,
}


_DETAILS: Final = {"signal": ("（信号 {}）", " (signal {})"), "unreadable": ("：{}", ": {}")}
"""How a detail is put where it may be missing: of a hidden case none is told."""


_UNREADABLE: Final = (
    (r"a value nested too deeply, or inside itself", "值嵌套得太深，或者包含它自己"),
    (r"a value of type (.+)", "类型为 {} 的值"),
    (r"an integer of (\d+) bits", "{} 位的整数"),
    (r"text with half a surrogate pair", "含有半个代理对的文本"),
    (r"a dictionary with a key of type (.+)", "以 {} 类型的值为键的字典"),
    (r"an array of (\d+) bytes", "{} 字节的数组"),
)
"""What a child says of a value that it cannot send (`inside/codec.py`), and the same in Chinese."""


def in_chinese(detail: str) -> str:
    """Return in Chinese what a child says of a value that it cannot send; else what it says."""
    for pattern, words in _UNREADABLE:
        if (found := re.fullmatch(pattern, detail)) is not None:
            return words.format(*found.groups())
    return detail


def say(reason: str, **values: object) -> Message:
    """Return what to tell about a reason, `{"zh": …, "en": …}`; a value may be such a pair."""
    filled = {"line": "?", "detail": "", "name": "", "limit": "?", "where": "", **values}
    told = {}
    for lang, text in zip(("zh", "en"), REASONS[reason], strict=True):
        words = {k: v[lang] if isinstance(v, dict) else v for k, v in filled.items()}
        told[lang] = text.format(**words)
    return told


def say_unread(why: Message) -> Message:
    """Tell why a learner's own input cannot be read; `why` becomes a clause of the sentence."""
    return say("arguments", detail={lang: text.rstrip(" .:。：") for lang, text in why.items()})


def say_stop(stopped: Stopped, limits: Limits, *, name: str = "", detail: str = "") -> Message:
    """Tell why a child stopped; what a limit was, if it was one."""
    limit = {
        "wall": f"{limits.wall_s:g}",
        "cpu": f"{limits.cpu_s:g}",
        "memory": limits.memory_mib,
        "output": limits.output_kib,
    }.get(stopped.reason, "?")
    name = stopped.exception or name
    line = stopped.line or "?"
    told: str | Message = detail
    if detail and stopped.reason in _DETAILS:
        zh, en = _DETAILS[stopped.reason]
        told = {"zh": zh.format(in_chinese(detail)), "en": en.format(detail)}
    return say(stopped.reason, limit=limit, line=line, name=name, detail=told)


def say_difference(found: Difference) -> Message:
    """Tell where a value differs and by how much, without the expected value itself."""
    reason = "imprecise" if found.near else found.reason
    if reason in ("type", "shape", "dtype", "length"):
        return say(reason, got=_shape(found.got), expected=_shape(found.expected))
    zh = en = ""
    if found.at:
        place = "".join(f"[{part!r}]" for part in found.at)
        zh, en = f"，最先出现在 `{place}`", f", first at `{place}`"
    if found.wrong and found.size > 1:
        zh += f"，{found.size} 个元素中有 {found.wrong} 个不对"
        en += f", {found.wrong} of {found.size} elements"
    if found.max_error is not None:
        zh += f"，最大误差 {found.max_error:.3g}"
        en += f", largest error {found.max_error:.3g}"
    chinese, english = REASONS[reason]
    return {"zh": chinese.format(where=zh), "en": english.format(where=en)}


def _shape(value: Any) -> str:  # noqa: ANN401 - a name, a length or the axes of a shape
    if isinstance(value, list):
        return f"({', '.join(map(str, value))}{',' if len(value) == 1 else ''})"
    return str(value)
