"""What the YAML parser complains about, said so that an author can mend it."""

import re

from app.domain.text import Text

_EXPLANATIONS: tuple[tuple[str, Text], ...] = (
    (
        r"mapping values are not allowed",
        Text(
            zh="未加引号的文字里出现了“冒号加空格”，或者缩进不对。"
            "把这段文字放进单引号，或写成 |- 块。",
            en="A colon and a space inside unquoted text, or a wrong indentation. "
            "Put the text in single quotes, or write it as a |- block.",
        ),
    ),
    (
        r"cannot start any token",
        Text(
            zh="文字不能以 `、@ 或 % 开头。加单引号，或写成 |- 块。",
            en="Unquoted text cannot begin with `, @ or %. Quote it, or write it as a |- block.",
        ),
    ),
    (
        r"unknown escape character|did not find expected hexdecimal",
        Text(
            zh="双引号里的反斜杠是转义符，TeX 会被它破坏。改用单引号或 |- 块。",
            en="In double quotes a backslash is an escape and damages TeX. "
            "Use single quotes or a |- block.",
        ),
    ),
    (
        r"unexpected end of stream",
        Text(
            zh="引号没有闭合：找找从哪里开始少了一个引号。",
            en="A quote is never closed. Look for the place where it was opened.",
        ),
    ),
    (
        r"did not find expected ',' or",
        Text(
            zh="{…} 或 […] 里少了逗号或右括号；里面的文字若含 , : # { } [ ]，要放进单引号。",
            en="A comma or a closing bracket is missing inside {…} or […]. "
            "Text with any of , : # { } [ ] must be single-quoted there.",
        ),
    ),
    (
        r"undefined alias|did not find expected alphabetic or numeric",
        Text(
            zh="文字以 * 或 & 开头，YAML 把它当成了锚点。加单引号，或写成 |- 块。",
            en="Text that begins with * or & is taken for an anchor. "
            "Quote it, or write it as a |- block.",
        ),
    ),
    (
        r"tag",
        Text(
            zh="文字以 ! 开头，YAML 把它当成了标签。加单引号，或写成 |- 块。",
            en="Text that begins with ! is taken for a tag. Quote it, or write it as a |- block.",
        ),
    ),
    (
        r"could not find expected ':'",
        Text(
            zh="这里缺少冒号，或者上一行的块没有按缩进对齐。",
            en="A colon is missing here, or the block above is not indented evenly.",
        ),
    ),
    (
        (
            r"did not find expected (key|'-' indicator|node content|<document start>)"
            r"|block sequence entries|block mapping keys|flow"
        ),
        Text(
            zh="缩进或括号对不上：同一层的键要对齐，{…}、[…] 要成对，引号后面不能再有文字。",
            en="Indentation or brackets do not match: keys of one level line up, {…} and […] come "
            "in pairs, and nothing may follow a closing quote.",
        ),
    ),
)


def explain_yaml(problem: str, context: str = "") -> Text:
    """Return what to do about a complaint of the parser, with its own words at the end."""
    said = f"{context}, {problem}" if context else problem
    said = "".join(char for char in said if char.isprintable())[:200]
    for pattern, text in _EXPLANATIONS:
        if re.search(pattern, problem):
            return Text(
                zh=f"{text.zh}（解析器：{said}）",
                en=f"{text.en} (The parser says: {said}.)",
            )
    return Text(
        zh=f"这不是合法的 YAML。（解析器：{said}）",
        en=f"This is not YAML. (The parser says: {said}.)",
    )
