"""A short name for what was answered, so that two reports can be compared at a glance."""

from collections.abc import Mapping
from hashlib import sha256
from json import dumps


def digest(answers: Mapping[str, object]) -> str:
    """ "sha256:…" of plain answers, without date and profile: the same answers, however stored, have the same digest."""
    counted = {key: value for key, value in answers.items() if key not in ("date", "profile")}
    text = dumps(counted, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + sha256(text.encode()).hexdigest()
