"""Build the site: each language by MkDocs into a folder of its own, then joined and finished.

Nothing replaces the old site until the new one is whole, so that a build which fails leaves it as it was.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from assessment.publish import embed, finish
from assessment.publish.bytecode import BytecodeError
from assessment.publish.embed import EmbedError
from assessment.publish.fonts import FontError
from assessment.publish.library import LibraryError
from assessment.publish.node import NodeError
from assessment.publish.offline import release
from assessment.publish.pages import LANGUAGES, SOURCE_LANGUAGE, config_file, prefix
from assessment.publish.policy import PolicyError
from assessment.publish.runtime import RuntimeBuildError
from assessment.publish.sbom import SbomError
from assessment.publish.search.assets import SearchError
from assessment.publish.search.stemmers import StemmerError
from assessment.publish.typography import TypographyError

CONFIG_FILES = {language: config_file(language) for language in LANGUAGES}


class BuildError(Exception):
    """The site was not built; the message says, one a line, what is wrong and where."""


#: All that can keep a site from being built, each with a message that says what to do.
BUILD_ERRORS = (
    BuildError,
    BytecodeError,
    EmbedError,
    FontError,
    LibraryError,
    NodeError,
    PolicyError,
    RuntimeBuildError,
    SbomError,
    SearchError,
    StemmerError,
    TypographyError,
)


@dataclass(frozen=True)
class _Task:
    """One language, for a process of its own."""

    language: str
    config_file: Path
    out: Path
    address: str
    assets: Mapping[str, str]
    strict: bool


def build(
    out: Path,
    address: str = "",
    *,
    strict: bool = True,
    offline: bool = True,
    configs: Mapping[str, Path] = CONFIG_FILES,
) -> list[str]:
    """Builds the whole site into a folder and returns what MkDocs warned about, which is nothing when strict.

    Args:
        out: the folder; what it held before is gone afterwards.
        address: where the site will be, for sitemap, canonical and hreflang addresses. Without one these are left out.
        strict: whether a warning stops the build.
        offline: whether browsers keep the assessment for use without a network; if not, those that did so stop it.
        configs: MkDocs' configuration file of each language.

    Raises:
        BuildError: with every message of every language.
    """
    address = address and address.rstrip("/") + "/"
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as folder:
        staging = Path(folder)
        assets = finish.place_assets(staging / "shared")
        if offline:
            assets["offline"] = release.ADDRESS
        tasks = [
            _Task(language, configs[language], staging / language, address, assets, strict) for language in LANGUAGES
        ]
        with ProcessPoolExecutor(
            max_workers=min(len(tasks), os.cpu_count() or 1), mp_context=get_context("spawn")
        ) as pool:
            messages = [message for messages in pool.map(_build_language, tasks) for message in messages]
        if any(not (task.out / "index.html").is_file() for task in tasks) or (strict and messages):
            raise BuildError("\n".join(messages) or "MkDocs built nothing and did not say why")
        whole = staging / SOURCE_LANGUAGE
        for language in LANGUAGES:
            if part := prefix(language):
                shutil.move(staging / language, whole / part)
        shutil.copytree(staging / "shared", whole, dirs_exist_ok=True)
        embed.write(whole, assets)
        finish.finish(whole, address, assets)
        _replace(out, whole)
    return messages


def _build_language(task: _Task) -> list[str]:
    """Builds one language and returns its warnings and errors; runs in a process of its own."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    collector = _Collector()
    for name in ("mkdocs", "mkdocs.plugins"):
        logging.getLogger(name).setLevel(logging.INFO)
    logging.getLogger("mkdocs").addHandler(collector)
    logging.getLogger("mkdocs").propagate = False
    try:
        config = load_config(
            str(task.config_file),
            site_dir=str(task.out),
            site_url=task.address + prefix(task.language) if task.address else "",
            strict=task.strict,
        )
        config.extra["assets"] = dict(task.assets)
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
    except (MkDocsException, SystemExit) as error:
        # Strict mode ends with “Aborted with 2 warnings”, which the warnings themselves say better.
        if not (collector.messages and isinstance(error, SystemExit)):
            collector.messages.append(str(error))
        shutil.rmtree(task.out, ignore_errors=True)
    return [f"{task.language}: {message}" for message in collector.messages]


class _Collector(logging.Handler):
    """Keeps warnings and errors, each once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message not in self.messages:
            self.messages.append(message)


def _replace(out: Path, whole: Path) -> None:
    """Puts the new site where the old one was."""
    if not out.exists():
        whole.replace(out)
        return
    old = whole.with_name("old")
    out.replace(old)
    whole.replace(out)
    shutil.rmtree(old)
