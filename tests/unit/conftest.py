"""Generated examples are the same in every run, without time limits; in the nightly run they are many, and others.

`make fuzz` chooses the nightly run by HYPOTHESIS_PROFILE.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "atlas", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "nightly", settings.get_profile("atlas"), derandomize=False, max_examples=2_500, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "atlas"))
