"""Another model than the one that the page was built with: once it is open, all requests are about it."""

from collections.abc import Mapping

from assessment.bundle import read_bundle
from assessment.report.form import form_view
from assessment.requests import Desk, text_in


def open(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{"text", "name": what the file is called} → {"form"}. A model that is not sound changes nothing."""
    bundle = read_bundle(text_in(asked), text_in(asked, "name"))
    texts = bundle.texts_for(desk.words.language)
    form = form_view(bundle.model, texts, desk.words, desk.articles)
    desk.session["model"] = bundle
    return {"form": form}


def close(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{} → {}: back to the model that the page was built with."""
    desk.session.pop("model", None)
    return {}
