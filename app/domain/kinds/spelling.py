"""Rules that spellings of a name follow: texts, and RE2 patterns that must match in full.

Both are compared with the answer after normalisation: NFKC, case folded, white space collapsed,
outer punctuation removed (format notes, row 17).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Annotated, Any

import re2
from pydantic import StringConstraints

from app.domain.kinds.pieces import Strict
from app.domain.problems import Finding

Pattern = Annotated[str, StringConstraints(min_length=1, max_length=200)]

_OUTER = " .。,，;；!！?？\"'“”‘’`"


class Rule(Strict):
    """A spelling: either a text, or a regular expression that must match the whole answer."""

    text: Pattern | None = None
    regex: Pattern | None = None

    def matches(self, normalised: str) -> bool:
        """Say whether an answer, normalised already, is spelt like this."""
        if self.text is not None:
            return normalise(self.text) == normalised
        return compiled(self.regex or "").fullmatch(normalised) is not None


def normalise(typed: str) -> str:
    """Return the one spelling that stands for all that differ in case, width and punctuation."""
    folded = unicodedata.normalize("NFKC", typed).casefold()
    return re.sub(r"\s+", " ", folded).strip().strip(_OUTER)


@lru_cache(maxsize=16_384)
def compiled(pattern: str) -> Any:  # noqa: ANN401 - re2 has no types
    """Compile with RE2, which matches in linear time. Raises re2.error."""
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)


def any_matches(rules: Sequence[Rule], typed: str) -> bool:
    """Say whether one of the rules accepts what was typed."""
    normalised = normalise(typed)
    return any(rule.matches(normalised) for rule in rules)


def rule_findings(path: str, rules: Sequence[Rule]) -> Iterator[Finding]:
    """Check that every rule is one of the two sorts and can match anything at all."""
    for position, rule in enumerate(rules):
        at = f"{path}[{position}]"
        if (rule.text is None) == (rule.regex is None):
            yield Finding.said(
                at, "E-rule", "写 text 或 regex 之一。", "Write either text or regex."
            )
        elif rule.text is not None:
            if not normalise(rule.text):
                yield Finding.said(
                    at, "E-rule", "去掉标点后什么也不剩。", "Nothing is left without punctuation."
                )
        else:
            yield from _regex_findings(f"{at}.regex", rule.regex or "")


def _regex_findings(path: str, regex: str) -> Iterator[Finding]:
    try:
        found = compiled(regex)
    except re2.error as error:
        reason = error.args[0] if error.args else ""
        reason = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        yield Finding.said(
            path,
            "E-regex",
            f"RE2 读不懂这个正则表达式（{reason}）；不支持环视和反向引用。",
            f"RE2 cannot read this pattern ({reason}); it has no look-around or back-references.",
        )
        return
    if found.fullmatch("") is not None:
        yield Finding.said(
            path,
            "E-regex-empty",
            "这个正则表达式能匹配空串。",
            "The pattern matches nothing at all.",
        )
    plain = re.sub(r"\\p\{\^?\w+\}|\\.|\[:\w+:\]|\(\?P<\w+>", "", regex)
    if plain != plain.lower():
        yield Finding.said(
            path,
            "E-regex-case",
            "答案先转成小写再比较，正则里的大写字母永远匹配不上。",
            "Answers are lower-cased first, so a capital letter in a pattern never matches.",
        )
