"""``python -m assessment.publish``: build the site, serve it while it is written, check what people wrote."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from assessment.publish import hosting
from assessment.publish.findings import Finding, blocking
from assessment.publish.pages import ROOT, SOURCE_LANGUAGE, shown


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns 0, or 1 where something is to be mended."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assessment.publish", description=__doc__.partition(": ")[2])
    commands = parser.add_subparsers(required=True, metavar="command")

    build = commands.add_parser("build", help="build the three languages into one folder")
    build.add_argument("--out", type=Path, default=ROOT / "site", help="the folder (default: site/)")
    build.add_argument("--address", default="", help="where the site will be published: https://example.org/cx-atlas/")
    build.add_argument("--lenient", action="store_true", help="show warnings, but do not stop for them")
    build.add_argument("--no-offline", action="store_true", help="keep nothing in browsers, and remove what they kept")
    build.set_defaults(run=_build)

    serve = commands.add_parser("serve", help="build, serve at http://127.0.0.1:8000/ and rebuild on change")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=_serve)

    headers = commands.add_parser("headers", help="print the headers that a host should send with the built site")
    headers.add_argument("--for", dest="host", choices=sorted(hosting.HOSTS), required=True, help="whose configuration")
    headers.add_argument("--site", type=Path, default=ROOT / "site", help="the built site (default: site/)")
    headers.add_argument("--base", default="/", help="the path at which the site will be (default: /)")
    headers.set_defaults(run=_headers)

    check = commands.add_parser("check", help="check pages, citations, links and typography")
    check.add_argument("--stamp", action="store_true", help="write into each translation what it was translated from")
    form = "github" if os.environ.get("GITHUB_ACTIONS") else "text"
    check.add_argument("--format", choices=("text", "github"), default=form, help="github: annotations on the lines")
    check.set_defaults(run=_check)

    links = commands.add_parser("links", help="ask the network whether the addresses of our sources still answer")
    links.add_argument("--format", choices=("text", "github"), default=form)
    links.set_defaults(run=_links)

    article = commands.add_parser("article", help="start an article, or the translation of one, that passes the check")
    article.add_argument("slug", help="the name of its file in every language, in English: first-impressions")
    article.add_argument("language", nargs="?", default="", help="default: en")
    article.add_argument("--section", default="", help="where it stands in the navigation, if mkdocs.yml does not say")
    article.set_defaults(run=_article)

    language = commands.add_parser("language", help="begin a language that the site does not have, from English")
    language.add_argument("code", help="its code: cs")
    language.set_defaults(run=_language)
    return parser


def _build(options: argparse.Namespace) -> int:
    from assessment.publish.build import BUILD_ERRORS, build

    start = time.perf_counter()
    try:
        messages = build(
            options.out.resolve(),
            options.address or _configured_address(),
            strict=not options.lenient,
            offline=not options.no_offline,
        )
    except BUILD_ERRORS as error:
        print(error, file=sys.stderr)
        print("The site was not built.", file=sys.stderr)
        return 1
    print(*messages, sep="\n", end="\n" if messages else "")
    print(f"Built {options.out} in {time.perf_counter() - start:.1f} s")
    return 0


def _serve(options: argparse.Namespace) -> int:
    from assessment.publish.serve import serve

    return serve(options.port)


def _headers(options: argparse.Namespace) -> int:
    if not (options.site / "index.html").is_file():
        print(f"{options.site} holds no site: build it first, or name it with --site", file=sys.stderr)
        return 1
    print(hosting.text(options.host, options.site, f"/{options.base.strip('/')}/".replace("//", "/")), end="")
    return 0


def _check(options: argparse.Namespace) -> int:
    from assessment.publish import checks

    if options.stamp:
        for file in checks.stamp():
            print(f"stamped {file}")
        return 0
    return _tell(checks.check(), options.format)


def _links(options: argparse.Namespace) -> int:
    from assessment.publish import links

    return _tell(sorted(links.gone(links.addresses())), options.format)


def _tell(findings: Sequence[Finding], form: str) -> int:
    for finding in findings:
        print(finding.annotation if form == "github" else finding)
    to_mend = len(blocking(findings))
    print(f"{to_mend} to mend" if to_mend else "Nothing to mend")
    return 1 if to_mend else 0


def _article(options: argparse.Namespace) -> int:
    from assessment.publish import article

    try:
        file = article.start(options.slug, options.language or SOURCE_LANGUAGE, section=options.section)
    except article.ArticleError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{shown(file)} is there and passes the check. Replace what begins with ✎, then run `make check`.")
    return 0


def _language(options: argparse.Namespace) -> int:
    from assessment.publish import language

    try:
        files = language.start(options.code)
    except language.LanguageError as error:
        print(error, file=sys.stderr)
        return 1
    print(*map(shown, files), sep="\n")
    print("These are English now. Translate them, the pages that begin with ✎ first; `make check` tells what is left.")
    return 0


def _configured_address() -> str:
    from assessment.publish.wording import site_address

    return site_address()


if __name__ == "__main__":
    sys.exit(main())
