"""Create the tables"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = '0001'
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON_VALUE = sa.JSON().with_variant(JSONB(), "postgresql")
LEARNING = sa.text("suspended_at IS NULL AND state IN (1, 3)")
REVIEWING = sa.text("suspended_at IS NULL AND state = 2")
UNANSWERED = sa.text("state = 0")


def upgrade() -> None:
    """Apply."""
    op.create_table('site',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('value', JSON_VALUE, nullable=False),
    sa.PrimaryKeyConstraint('name', name='pk_site')
    )
    op.create_table('users',
    sa.Column('id', ID, nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('password_hash', sa.String(length=255), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("role IN ('learner', 'author', 'admin')", name='ck_users_role_known'),
    sa.PrimaryKeyConstraint('id', name='pk_users'),
    sa.UniqueConstraint('email', name='uq_users_email')
    )
    op.create_table('attempts',
    sa.Column('id', ID, nullable=False),
    sa.Column('user_id', ID, nullable=False),
    sa.Column('uid', sa.String(length=26), nullable=False),
    sa.Column('slug', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('revision', sa.String(length=80), nullable=False),
    sa.Column('variant_index', sa.Integer(), nullable=False),
    sa.Column('params', JSON_VALUE, nullable=False),
    sa.Column('lang', sa.String(length=8), nullable=False),
    sa.Column('shown', JSON_VALUE, nullable=False),
    sa.Column('key', JSON_VALUE, nullable=True),
    sa.Column('answer', JSON_VALUE, nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('correct', sa.Boolean(), nullable=False),
    sa.Column('grade', JSON_VALUE, nullable=False),
    sa.Column('assessed', JSON_VALUE, nullable=True),
    sa.Column('hints_used', sa.Integer(), nullable=False),
    sa.Column('duration_ms', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('score BETWEEN 0 AND 1', name='ck_attempts_score_in_range'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name='fk_attempts_user_id_users', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_attempts')
    )
    op.create_index('ix_attempts_user_id_kind_id', 'attempts', ['user_id', 'kind', 'id'])
    op.create_index('ix_attempts_user_id_uid_id', 'attempts', ['user_id', 'uid', 'id'])

    op.create_table('cards',
    sa.Column('id', ID, nullable=False),
    sa.Column('user_id', ID, nullable=False),
    sa.Column('uid', sa.String(length=26), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.SmallInteger(), nullable=False),
    sa.Column('step', sa.SmallInteger(), nullable=True),
    sa.Column('stability', sa.Double(), nullable=True),
    sa.Column('difficulty', sa.Double(), nullable=True),
    sa.Column('due_at', sa.BigInteger(), nullable=True),
    sa.Column('due_day', sa.Integer(), nullable=True),
    sa.Column('last_day', sa.Integer(), nullable=True),
    sa.Column('last_review_at', sa.BigInteger(), nullable=True),
    sa.Column('last_rating', sa.SmallInteger(), nullable=True),
    sa.Column('reps', sa.Integer(), nullable=False),
    sa.Column('lapses', sa.Integer(), nullable=False),
    sa.Column('skips', sa.Integer(), nullable=False),
    sa.Column('hidden_until', sa.BigInteger(), nullable=False),
    sa.Column('suspended_at', sa.BigInteger(), nullable=True),
    sa.CheckConstraint('difficulty BETWEEN 1 AND 10', name='ck_cards_difficulty_in_range'),
    sa.CheckConstraint('stability > 0', name='ck_cards_stability_positive'),
    sa.CheckConstraint('state = 0 OR due_at IS NOT NULL', name='ck_cards_answered_is_due'),
    sa.CheckConstraint('state BETWEEN 0 AND 3', name='ck_cards_state_known'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name='fk_cards_user_id_users', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_cards'),
    sa.UniqueConstraint('user_id', 'uid', name='uq_cards_user_id_uid')
    )
    op.create_index('ix_cards_learning', 'cards', ['user_id', 'due_at'], sqlite_where=LEARNING, postgresql_where=LEARNING)
    op.create_index('ix_cards_reviewing', 'cards', ['user_id', 'due_at'], sqlite_where=REVIEWING, postgresql_where=REVIEWING)
    op.create_index('ix_cards_user_id_last_day', 'cards', ['user_id', 'last_day'])
    op.create_index('ix_cards_unanswered', 'cards', ['user_id'], sqlite_where=UNANSWERED, postgresql_where=UNANSWERED)

    op.create_table('days',
    sa.Column('user_id', ID, autoincrement=False, nullable=False),
    sa.Column('day', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('reviews', sa.Integer(), nullable=False),
    sa.Column('introduced', sa.Integer(), nullable=False),
    sa.Column('due', sa.Integer(), nullable=False),
    sa.Column('correct', sa.Integer(), nullable=False),
    sa.Column('active_ms', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name='fk_days_user_id_users', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'day', name='pk_days')
    )
    op.create_table('marks',
    sa.Column('user_id', ID, autoincrement=False, nullable=False),
    sa.Column('uid', sa.String(length=26), nullable=False),
    sa.Column('flagged', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('changed_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name='fk_marks_user_id_users', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'uid', name='pk_marks')
    )
    op.create_table('preferences',
    sa.Column('user_id', ID, autoincrement=False, nullable=False),
    sa.Column('lang', sa.String(length=8), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('day_start_hour', sa.Integer(), nullable=False),
    sa.Column('theme', sa.String(length=8), nullable=False),
    sa.Column('new_per_day', sa.Integer(), nullable=False),
    sa.Column('reviews_per_day', sa.Integer(), nullable=False),
    sa.Column('desired_retention', sa.Double(), nullable=False),
    sa.Column('bury_siblings', sa.Boolean(), nullable=False),
    sa.Column('single_keys', sa.Boolean(), nullable=False),
    sa.CheckConstraint('day_start_hour BETWEEN 0 AND 23', name='ck_preferences_day_start_hour_of_a_day'),
    sa.CheckConstraint('desired_retention BETWEEN 0.75 AND 0.97', name='ck_preferences_retention_in_range'),
    sa.CheckConstraint('new_per_day >= 0 AND reviews_per_day >= 0', name='ck_preferences_limits_not_negative'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name='fk_preferences_user_id_users', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', name='pk_preferences')
    )
    op.create_table('sessions',
    sa.Column('id', ID, nullable=False),
    sa.Column('user_id', ID, nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('agent', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('last_seen_at', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name='fk_sessions_user_id_users', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_sessions'),
    sa.UniqueConstraint('token_hash', name='uq_sessions_token_hash')
    )
    op.create_index('ix_sessions_user_id', 'sessions', ['user_id'])

    op.create_table('tokens',
    sa.Column('id', ID, nullable=False),
    sa.Column('user_id', ID, nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('scopes', JSON_VALUE, nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('last_used_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name='fk_tokens_user_id_users', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_tokens'),
    sa.UniqueConstraint('token_hash', name='uq_tokens_token_hash')
    )
    op.create_index('ix_tokens_user_id', 'tokens', ['user_id'])

    op.create_table('reviews',
    sa.Column('id', ID, nullable=False),
    sa.Column('user_id', ID, nullable=False),
    sa.Column('card_id', ID, nullable=False),
    sa.Column('attempt_id', ID, nullable=False),
    sa.Column('client_id', sa.String(length=64), nullable=False),
    sa.Column('reviewed_at', sa.BigInteger(), nullable=False),
    sa.Column('recorded_at', sa.BigInteger(), nullable=False),
    sa.Column('logical_day', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('rating', sa.SmallInteger(), nullable=False),
    sa.Column('proposed', sa.SmallInteger(), nullable=False),
    sa.Column('correct', sa.Boolean(), nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('near', sa.Boolean(), nullable=False),
    sa.Column('hints_used', sa.Integer(), nullable=False),
    sa.Column('duration_ms', sa.Integer(), nullable=True),
    sa.Column('grader_version', sa.Integer(), nullable=False),
    sa.Column('revision', sa.String(length=80), nullable=False),
    sa.Column('variant_index', sa.Integer(), nullable=False),
    sa.Column('algorithm', sa.String(length=16), nullable=False),
    sa.Column('retention', sa.Double(), nullable=False),
    sa.Column('predicted', sa.Double(), nullable=True),
    sa.Column('state_before', sa.SmallInteger(), nullable=False),
    sa.Column('step_before', sa.SmallInteger(), nullable=True),
    sa.Column('stability_before', sa.Double(), nullable=True),
    sa.Column('difficulty_before', sa.Double(), nullable=True),
    sa.Column('last_day_before', sa.Integer(), nullable=True),
    sa.Column('state_after', sa.SmallInteger(), nullable=False),
    sa.Column('step_after', sa.SmallInteger(), nullable=True),
    sa.Column('stability_after', sa.Double(), nullable=False),
    sa.Column('difficulty_after', sa.Double(), nullable=False),
    sa.Column('due_before', sa.BigInteger(), nullable=True),
    sa.Column('due_after', sa.BigInteger(), nullable=False),
    sa.Column('due_day_after', sa.Integer(), nullable=False),
    sa.Column('undone_at', sa.BigInteger(), nullable=True),
    sa.CheckConstraint('rating BETWEEN 1 AND 4', name='ck_reviews_rating_known'),
    sa.CheckConstraint('score BETWEEN 0 AND 1', name='ck_reviews_score_in_range'),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempts.id'], name='fk_reviews_attempt_id_attempts', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['card_id'], ['cards.id'], name='fk_reviews_card_id_cards', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name='fk_reviews_user_id_users', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_reviews'),
    sa.UniqueConstraint('user_id', 'client_id', name='uq_reviews_user_id_client_id')
    )
    op.create_index('ix_reviews_attempt_id', 'reviews', ['attempt_id'])
    op.create_index('ix_reviews_card_id_reviewed_at_id', 'reviews', ['card_id', 'reviewed_at', 'id'])
    op.create_index('ix_reviews_user_id_reviewed_at_id', 'reviews', ['user_id', 'reviewed_at', 'id'])



def downgrade() -> None:
    """Take back."""

    op.drop_table('reviews')

    op.drop_table('tokens')

    op.drop_table('sessions')
    op.drop_table('preferences')
    op.drop_table('marks')
    op.drop_table('days')

    op.drop_table('cards')

    op.drop_table('attempts')
    op.drop_table('users')
    op.drop_table('site')
