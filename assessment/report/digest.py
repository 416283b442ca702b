"""Short names for what was answered and what it was scored by, so that two reports can be compared at a glance."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from json import dumps

from assessment.core.model import Model


def digest(answers: Mapping[str, object]) -> str:
    """Plain answers, without date and profile, as "sha256:…": however they are stored, the same for the same."""
    counted = {key: value for key, value in answers.items() if key not in ("date", "profile")}
    text = dumps(counted, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _sha256(text)


@lru_cache(maxsize=8)
def model_digest(model: Model) -> str:
    """All of a model that can change a result, as "sha256:…": its structure and numbers, in their order.

    Not its id and version, which stand beside it, nor articles, languages, and what it once asked.
    """
    numbers = [
        sorted(model.rules._asdict().items()),
        model.management.id,
        [(area.id, area.weight) for area in model.areas],
        [pillar.id for pillar in model.pillars],
        model.practices,
        [(item.id, item.block, item.pillar, item.practice, item.weight, item.quick) for item in model.items],
    ]
    return _sha256(dumps(numbers, ensure_ascii=False, separators=(",", ":")))


def _sha256(text: str) -> str:
    return "sha256:" + sha256(text.encode()).hexdigest()
