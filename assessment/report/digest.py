"""A short name for what was answered, so that two reports can be compared at a glance."""

from collections.abc import Mapping
from hashlib import sha256
from json import dumps


def digest(answers: Mapping[str, object]) -> str:
    """Plain answers, without date and profile, as "sha256:…": however they are stored, the same for the same."""
    counted = {key: value for key, value in answers.items() if key not in ("date", "profile")}
    text = dumps(counted, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + sha256(text.encode()).hexdigest()
