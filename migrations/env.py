"""Alembic's way in: the application hands over a connection, a person names one by `-x url=`."""

from alembic import context
from sqlalchemy import Connection

from app.db.engine import open_engine
from app.db.tables import METADATA


def run(connection: Connection) -> None:
    """Run the migrations asked for, on a connection whose transaction is the caller's."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        compare_type=True,
    )
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    url = context.get_x_argument(as_dictionary=True).get("url")
    if url is None:
        message = "name a database: alembic -x url=sqlite:///scratch.db …"
        raise SystemExit(message)
    with open_engine(url).execution_options(writes=True).begin() as opened:
        run(opened)
