"""Settings of a learner."""

import pytest

from app.domain.errors import InvalidError
from app.services import preferences
from app.services.preferences import Preferences
from tests.conftest import Database


def change(database: Database, user_id: int, **changes: object) -> Preferences:
    with database.write.begin() as db:
        return preferences.change(db, user_id=user_id, changes=changes)


def test_without_a_choice_the_defaults_hold(database: Database) -> None:
    with database.read() as db:
        assert preferences.get(db, user_id=database.add_user()) == Preferences()


def test_a_form_changes_what_it_names_and_leaves_the_rest(database: Database) -> None:
    user_id = database.add_user()
    change(database, user_id, theme="dark")

    changed = change(
        database,
        user_id,
        lang="en",
        zone=" Europe/Berlin ",
        day_start_hour="0",
        new_per_day="25",
        desired_retention="85%",
        bury_siblings="off",
        single_keys=False,
    )

    assert changed == Preferences(
        "en", "Europe/Berlin", 0, "dark", 25, 100, 0.85, bury_siblings=False, single_keys=False
    )
    with database.read() as db:
        assert preferences.get(db, user_id=user_id) == changed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lang", "fr"),
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("zone", ""),
        ("day_start_hour", "24"),
        ("day_start_hour", "noon"),
        ("theme", "pink"),
        ("new_per_day", "-1"),
        ("new_per_day", "1e3"),
        ("reviews_per_day", "99999"),
        ("desired_retention", "1.0"),
        ("desired_retention", "0.5"),
        ("desired_retention", "nan"),
        ("single_keys", "perhaps"),
        ("role", "admin"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(database: Database, name: str, value: str) -> None:
    user_id = database.add_user()

    with pytest.raises(InvalidError) as refused:
        change(database, user_id, **{name: value})

    assert refused.value.field == name
    with database.read() as db:
        assert preferences.get(db, user_id=user_id) == Preferences()


def test_learners_have_settings_of_their_own(database: Database) -> None:
    ada, bob = database.add_user(), database.add_user("bob@example.org")

    change(database, ada, theme="dark")

    with database.read() as db:
        assert preferences.get(db, user_id=bob).theme == "system"
