"""Questions, answers, queue and undo over the API."""

from uuid import uuid4

import pytest

from app.domain.kinds import KINDS
from app.domain.variants import Variant
from app.web.api.shapes import EXAMPLES, AnswerGiven
from tests.api.conftest import Api, token_of
from tests.conftest import Database
from tests.domain.builders import build

SLUG = "conv-layer-cost"


def test_without_a_token_every_call_is_a_401_problem(api: Api) -> None:
    reply = api.client.get("/api/v1/questions")

    assert reply.status_code == 401
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["www-authenticate"] == "Bearer"


def test_a_token_that_may_only_read_cannot_answer(api: Api, sqlite_database: Database) -> None:
    reader = Api(api.client, token_of(sqlite_database, "bob@example.org", "read"))

    reply = reader.answer(SLUG, "1")

    assert reply.status_code == 403
    assert "answer" in reply.json()["detail"]


def test_a_question_is_shown_without_its_key(api: Api) -> None:
    reply = api.get(f"/questions/{SLUG}?lang=zh")

    assert reply.status_code == 200
    shown = reply.json()
    assert shown["lang"] == "zh"
    assert "卷积" in shown["prompt"]
    assert "{{" not in shown["prompt"]
    assert not {"answer", "key", "explanation", "value", "common_errors"} & shown.keys()


def test_the_options_of_a_choice_do_not_say_which_is_right(api: Api) -> None:
    shown = api.get("/questions/receptive-field-equals-5x5").json()

    assert len(shown["options"]) == 6
    assert all(option.keys() == {"id", "text"} for option in shown["options"])


def test_the_cards_of_a_match_do_not_say_where_they_belong(api: Api) -> None:
    shown = api.get("/questions/normalisation-axes").json()
    cards, entries = shown["options"], shown["items"]

    assert len(cards) >= len(entries) > 2
    assert not {card["id"] for card in cards} & {entry["id"] for entry in entries}
    guess = {entry["id"]: card["id"] for entry, card in zip(entries, cards, strict=False)}
    assert api.answer("normalisation-axes", guess).status_code == 200


@pytest.mark.parametrize("variant", [0, 1, 17])
def test_a_right_answer_is_right_in_every_variant(api: Api, variant: int) -> None:
    shown = api.get(f"/questions/bn-param-count?variant={variant}").json()
    wrong = api.post(
        "/questions/bn-param-count/answers",
        {"client_id": str(uuid4()), "variant_id": shown["variant_id"], "answer": "1"},
    ).json()

    right = api.post(
        "/questions/bn-param-count/answers",
        {
            "client_id": str(uuid4()),
            "variant_id": shown["variant_id"],
            "answer": str(wrong["feedback"]["key"]),
        },
    ).json()

    assert not wrong["correct"]
    assert wrong["rating"] == "again"
    assert right["correct"]
    assert right["score"] == 1.0
    assert right["due_at"] is not None


def test_the_same_client_id_counts_once(api: Api) -> None:
    body = {"client_id": str(uuid4()), "variant_id": 0, "answer": "1"}

    first = api.post(f"/questions/{SLUG}/answers", body).json()
    second = api.post(f"/questions/{SLUG}/answers", body).json()

    assert not first["replayed"]
    assert second["replayed"]
    assert second["due_at"] == first["due_at"]
    rows = api.get("/questions?track=convolution&topic=parameters-and-flops").json()["questions"]
    assert [row["seen"] for row in rows if row["slug"] == SLUG] == [1]


def test_an_unreadable_answer_is_a_422_and_leaves_no_trace(api: Api) -> None:
    reply = api.answer(SLUG, "about forty")

    assert reply.status_code == 422
    assert reply.json()["faults"][0]["field"] == "answer"
    assert reply.json()["detail_zh"]
    assert api.get(f"/questions/{SLUG}").json()["variant_id"] == 0


def test_an_answer_to_a_forgotten_revision_is_a_conflict(api: Api) -> None:
    reply = api.answer(SLUG, "1", revision="sha256:" + "0" * 64)

    assert reply.status_code == 409


def test_undo_takes_back_answers_newest_first_and_each_once(api: Api) -> None:
    older, newer = str(uuid4()), str(uuid4())
    api.answer(SLUG, "1", client_id=older)
    api.answer("bn-param-count", "1", client_id=newer)

    too_early = api.post("/reviews/undo", {"client_id": older})
    first = api.post("/reviews/undo", {"client_id": newer})
    again = api.post("/reviews/undo", {"client_id": newer})
    second = api.post("/reviews/undo", {"client_id": older})

    assert too_early.status_code == 409
    assert first.json() == {"slug": "bn-param-count", "left": 1}
    assert again.json() == {"slug": "bn-param-count", "left": 1}
    assert second.json() == {"slug": SLUG, "left": 0}


def test_somebody_elses_answer_cannot_be_taken_back(api: Api, sqlite_database: Database) -> None:
    client_id = str(uuid4())
    api.answer(SLUG, "1", client_id=client_id)
    other = Api(api.client, token_of(sqlite_database, "bob@example.org", "read", "answer"))

    assert other.post("/reviews/undo", {"client_id": client_id}).status_code == 404


def test_the_queue_begins_with_new_questions_and_follows_the_answers(api: Api) -> None:
    queue = api.get("/reviews/due?limit=3").json()["reviews"]

    answered = api.answer(queue[0]["slug"], "no number").status_code
    assert answered in {200, 422}
    assert [item["why"] for item in queue] == ["new"] * 3
    assert len({item["slug"] for item in queue}) == 3


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/questions/no-such-question", 404, id="missing"),
        pytest.param("/questions/%00", 404, id="hostile slug"),
        pytest.param("/questions/conv-params?variant=-1", 422, id="negative variant"),
        pytest.param("/questions/conv-params?lang=fr", 422, id="unknown language"),
        pytest.param("/questions?page=0", 422, id="page zero"),
        pytest.param("/reviews/due?limit=1000", 422, id="too many"),
        pytest.param("/nothing", 404, id="no such call"),
    ],
)
def test_bad_requests_are_problem_documents(api: Api, path: str, status: int) -> None:
    reply = api.get(path)

    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["status"] == status


def test_a_misspelt_field_is_named(api: Api) -> None:
    body = {"client_id": str(uuid4()), "variant_id": 0, "answer": "1", "hint_used": 1}

    reply = api.post(f"/questions/{SLUG}/answers", body)

    assert reply.status_code == 422
    assert reply.json()["faults"][0]["field"] == "body.hint_used"


def test_the_reference_page_names_every_call(api: Api) -> None:
    page = api.client.get("/api/v1/docs")

    assert page.status_code == 200
    for path in api.client.get("/api/v1/openapi.json").json()["paths"]:
        assert f"/api/v1{path}" in page.text


@pytest.mark.parametrize(
    ("query", "status", "named"),
    [
        ("kind=essay", 422, "truefalse"),
        ("status=done", 422, "suspended"),
        ("track=nowhere", 404, "normalisation"),
        ("topic=x", 404, "bn-concept"),
    ],
)
def test_a_filter_value_that_does_not_exist_is_refused_with_those_that_do(
    api: Api, query: str, status: int, named: str
) -> None:
    reply = api.get(f"/questions?{query}")

    assert reply.status_code == status
    assert named in reply.text


@pytest.mark.parametrize("given", [3, 3.0, "3"])
def test_a_number_may_be_sent_as_a_number(api: Api, given: object) -> None:
    reply = api.answer("bn-param-count", given)

    assert reply.status_code == 200
    assert reply.json()["correct"] is False


def test_a_truth_value_is_no_number(api: Api) -> None:
    assert api.answer("bn-param-count", answer=True).status_code == 422


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_documented_answers_are_answers(kind: str) -> None:
    given = AnswerGiven.model_validate(
        {"client_id": str(uuid4()), "variant_id": 0, "answer": EXAMPLES[kind]}
    )

    assert build(kind).grade(given.answer, Variant(0)).score is not None


def test_every_kind_answered_over_the_api_is_documented() -> None:
    assert {*EXAMPLES, "code"} == set(KINDS)


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("PUT", "/reviews/undo", b"", 405),
        ("GET", "/nothing", b"", 404),
        ("POST", f"/questions/{SLUG}/answers", b'"\xff"', 400),
        ("POST", f"/questions/{SLUG}/answers", b" " * (2 << 20), 413),
    ],
    ids=str,
)
def test_what_the_framework_refuses_is_said_in_both_languages(
    api: Api, method: str, path: str, content: bytes, status: int
) -> None:
    headers = {"Authorization": f"Bearer {api.token}", "Content-Type": "application/json"}

    reply = api.client.request(method, f"/api/v1{path}", content=content, headers=headers)

    assert reply.status_code == status
    assert any("\u4e00" <= char <= "\u9fff" for char in reply.json()["detail_zh"])
    assert reply.json()["detail"].isascii()


def test_a_request_from_another_site_is_refused_with_a_problem(api: Api) -> None:
    reply = api.client.post("/api/v1/reviews/undo", headers={"Sec-Fetch-Site": "cross-site"})

    assert reply.status_code == 403
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["detail_zh"]


def test_the_documentation_shows_nested_fields_and_code(api: Api) -> None:
    page = api.client.get("/api/v1/docs").text

    assert "feedback.remarks[].tone" in page
    assert "<code>client_id</code>" in page
    assert "`" not in page
