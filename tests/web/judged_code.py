"""What the judge may have said of a submission, and submissions as if it had."""

from dataclasses import dataclass, field
from typing import Any

from app.db.submissions import SubmissionRow
from app.db.users import UserRow
from app.domain.text import Lang
from app.services.practice.judged import record_judged
from tests.web.conftest import Site

SOURCE = "def double(x):\n    return x  # mine & <mine>\n"
PICTURE = (
    '<svg class="heat" viewBox="0 0 24 12" width="24" height="12" role="img" aria-hidden="true">'
    '<rect class="e5" x="0" y="0" width="11" height="11"/>'
    '<rect class="en" x="12" y="0" width="11" height="11"/></svg>'
)


def groups(*verdicts: str | None) -> list[dict[str, Any]]:
    return [
        {"name": name, "verdict": verdict, "cases": 2, "passed": 2 if verdict == "AC" else 0}
        for name, verdict in zip(("sample", "random"), verdicts, strict=False)
    ]


def said(verdict: str, *, failing: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return what the judge writes of a submission."""
    if failing is not None:
        message = {"zh": f"中文 `{verdict}`", "en": f"English `{verdict}`"}
        failing = {"group": "random", "reason": "value", "message": message} | failing
    return {
        "verdict": verdict,
        "score": 1.0 if verdict == "AC" else 0.0,
        "groups": groups("AC" if verdict == "AC" else "WA", verdict),
        "failing": failing,
        "wall_ms": 1234.5,
        "cpu_ms": 0,
        "memory_mib": 16,
        "stdout": "",
        "sandbox_level": "S3",
        "speed": None,
        "revision": "sha256:0",
        "shown": [],
    } | more


CASE = {"group": "sample", "case": 1, "input": "(3,)", "got": "3", "expected": "6", "right": False}
OWN: dict[str, Any] = {"groups": [{"name": "own", "verdict": "WA", "cases": 1, "passed": 0}]}
TRACE = {"group": "sample", "reason": "exception", "case": 2, "input": "(3,)", "line": 2}


@dataclass(frozen=True)
class State:
    """A submission and what its page says, in either language."""

    name: str
    document: dict[str, Any] | None
    en: str
    zh: str
    columns: dict[str, Any] = field(default_factory=dict)


RUN: dict[str, Any] = {"mode": "run"}
TRY: dict[str, Any] = {"mode": "run", "arguments": "(3,)"}
STATES = (
    State("waiting", None, "Being judged…", "正在判题…"),
    State("right", said("AC"), "Accepted", "通过"),
    State(
        "wrong",
        said("WA", failing={"case": 1, "at": [0, "a"], "max_error": 0.5, "picture": PICTURE}),
        "First failure: random., case 1",
        "最先出错：random。，第 1 例",
    ),
    State(
        "wrong in view",
        said("WA", failing={"group": "sample", "case": 1, "input": "(3,)", "expected": "6"}),
        "(3,)",
        "输入",
    ),
    State(
        "wrong type",
        said("WA", failing={"case": 1, "reason": "type", "at": [0, "a"], "max_error": None}),
        "In the result at",
        "位于结果的",
    ),
    State("imprecise", said("PE", failing={}), "Too imprecise", "精度不足"),
    State("slow", said("TLE", failing={"reason": "cpu"}), "English <code>TLE</code>", "超时"),
    State("large", said("MLE", failing={"reason": "memory"}), "Memory limit", "内存超限"),
    State("talkative", said("OLE", failing={"reason": "output"}), "Too much output", "输出超限"),
    State(
        "raising",
        said("RE", failing=TRACE | {"traceback": 'File "solution.py", line 2\nIndexError'}),
        "File &#34;solution.py&#34;, line 2",
        "运行出错",
    ),
    State("forbidden", said("SV", failing={"reason": "syscall"}), "Forbidden", "禁止的系统调用"),
    State(
        "broken",
        said("CE", failing={"group": "", "reason": "syntax", "line": 1}, groups=groups(None, None)),
        "rated Hard at best",
        "无法载入",
    ),
    State(
        "lost",
        said("IE", failing={"group": "", "reason": "lost"}, groups=[], sandbox_level=None),
        "System error",
        "系统故障",
    ),
    State("printing", said("AC", stdout="a <b>\n" * 40), "a &lt;b&gt;", "打印"),
    State("run right", said("AC", shown=[CASE | {"right": True}]), "The samples", "样例全部", RUN),
    State("run wrong", said("WA", failing={}, shown=[CASE]), "Samples: Wrong", "样例：答案", RUN),
    State("own wrong", said("WA", failing={}, **OWN, shown=[]), "Not the same", "不一致", TRY),
    State("own right", said("AC", **OWN, shown=[]), "The same as the", "与参考解一致", TRY),
    State(
        "own unreadable",
        said("RE", failing={"group": "", "reason": "arguments"}, **OWN),
        "Your input cannot be used",
        "这个输入不能用",
        TRY,
    ),
)


def submitted(
    site: Site,
    document: dict[str, Any] | None,
    lang: Lang = "en",
    **columns: Any,  # noqa: ANN401
) -> int:
    """Write down a submission of the only learner as if it had been judged; returns its number."""
    question = site.question("code-1")
    with site.database.write.begin() as db:
        person = db.query(UserRow).one()
        facts = {
            "user_id": person.id,
            "uid": question.uid,
            "slug": question.slug,
            "revision": site.holder.current.revision(question.slug),
            "client_id": f"client-{db.query(SubmissionRow).count()}",
            "mode": "submit",
            "source": SOURCE,
            "lang": lang,
            "hints_used": 0,
            "priority": 100,
            "status": "done" if document else "queued",
            "attempts": 1,
            "created_at": site.now,
            "verdict": document and document["verdict"],
            "score": document and document["score"],
            "document": document,
        }
        row = SubmissionRow(**(facts | columns))
        db.add(row)
        db.flush()
        return row.id


def counted(site: Site, document: dict[str, Any]) -> tuple[int, int]:
    """Write down a submission that counts; returns its number and the answer's."""
    number = submitted(site, document)
    with site.database.write.begin() as db:
        row = db.get_one(SubmissionRow, number)
        row.attempt_id = record_judged(
            db,
            site.holder,
            user_id=row.user_id,
            slug=row.slug,
            revision=row.revision,
            submission_id=row.id,
            document=document,
            lang="en",
            now_ms=site.now,
        )
        assert row.attempt_id is not None
        return number, row.attempt_id
