"""Submissions and workspaces"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = '0002'
down_revision: str | None = '0001'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON_VALUE = sa.JSON().with_variant(JSONB(), "postgresql")
UNFINISHED = sa.text("status <> 'done'")


def upgrade() -> None:
    """Apply."""
    op.create_table('submissions',
    sa.Column('id', ID, nullable=False),
    sa.Column('user_id', ID, nullable=False),
    sa.Column('uid', sa.String(length=26), nullable=False),
    sa.Column('slug', sa.String(length=120), nullable=False),
    sa.Column('revision', sa.String(length=80), nullable=False),
    sa.Column('client_id', sa.String(length=64), nullable=False),
    sa.Column('mode', sa.String(length=8), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('arguments', sa.Text(), nullable=True),
    sa.Column('lang', sa.String(length=8), nullable=False),
    sa.Column('hints_used', sa.Integer(), nullable=False),
    sa.Column('duration_ms', sa.Integer(), nullable=True),
    sa.Column('priority', sa.SmallInteger(), nullable=False),
    sa.Column('status', sa.String(length=8), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('finished_at', sa.BigInteger(), nullable=True),
    sa.Column('verdict', sa.String(length=3), nullable=True),
    sa.Column('score', sa.Double(), nullable=True),
    sa.Column('seed', sa.String(length=64), nullable=True),
    sa.Column('document', JSON_VALUE, nullable=True),
    sa.Column('attempt_id', ID, nullable=True),
    sa.CheckConstraint("mode IN ('submit', 'run')", name='ck_submissions_mode_known'),
    sa.CheckConstraint("status IN ('queued', 'running', 'done')", name='ck_submissions_status_known'),
    sa.CheckConstraint("status <> 'done' OR verdict IS NOT NULL", name='ck_submissions_done_has_verdict'),
    sa.CheckConstraint('score BETWEEN 0 AND 1', name='ck_submissions_score_in_range'),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempts.id'], name='fk_submissions_attempt_id_attempts', ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name='fk_submissions_user_id_users', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_submissions'),
    sa.UniqueConstraint('user_id', 'client_id', name='uq_submissions_user_id_client_id'),
    sqlite_autoincrement=True,
    )
    op.create_index('ix_submissions_attempt_id', 'submissions', ['attempt_id'])
    op.create_index('ix_submissions_user_id_uid_id', 'submissions', ['user_id', 'uid', 'id'])
    op.create_index('ix_submissions_unfinished', 'submissions', ['user_id', 'id'], sqlite_where=UNFINISHED, postgresql_where=UNFINISHED)

    op.create_table('workspaces',
    sa.Column('user_id', ID, autoincrement=False, nullable=False),
    sa.Column('uid', sa.String(length=26), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('previous', sa.Text(), nullable=True),
    sa.Column('saved_at', sa.BigInteger(), nullable=False),
    sa.Column('revealed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name='fk_workspaces_user_id_users', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'uid', name='pk_workspaces')
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table('workspaces')
    op.drop_table('submissions')
