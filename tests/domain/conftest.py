"""Properties are tested without a clock: a machine under load is not a defect."""

from hypothesis import settings

settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")
