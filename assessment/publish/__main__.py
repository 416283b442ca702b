"""``python -m assessment.publish``: build the site, serve it while it is written, check what people wrote."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from assessment.publish.pages import ROOT


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
    build.set_defaults(run=_build)

    serve = commands.add_parser("serve", help="build, serve at http://127.0.0.1:8000/ and rebuild on change")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=_serve)

    check = commands.add_parser("check", help="check pages, citations, links and typography")
    check.add_argument("--stamp", action="store_true", help="write into each translation what it was translated from")
    check.set_defaults(run=_check)
    return parser


def _build(options: argparse.Namespace) -> int:
    from assessment.publish.build import BUILD_ERRORS, build

    start = time.perf_counter()
    try:
        messages = build(options.out.resolve(), options.address or _configured_address(), strict=not options.lenient)
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


def _check(options: argparse.Namespace) -> int:
    from assessment.publish import checks

    if options.stamp:
        for file in checks.stamp():
            print(f"stamped {file}")
        return 0
    findings = checks.check()
    for finding in findings:
        print(finding)
    to_mend = len(checks.blocking(findings))
    print(f"{to_mend} to mend" if to_mend else "Nothing to mend")
    return 1 if to_mend else 0


def _configured_address() -> str:
    from assessment.publish.wording import site_address

    return site_address()


if __name__ == "__main__":
    sys.exit(main())
