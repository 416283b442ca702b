"""Generated examples are the same in every run, without time limits."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "atlas", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("atlas")
