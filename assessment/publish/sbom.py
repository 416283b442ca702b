"""What the site ships: a bill of materials in CycloneDX 1.6, and the terms of all that others wrote.

`shipped.toml` says what comes from where; releases and digests come from the locks and from the built files, so the
same commit gives the same bill. Pages are no part of it: they come from docs/, and the build gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import uuid
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

from assessment.publish import library
from assessment.publish.pages import ROOT

BILL = "sbom.cdx.json"
TERMS = "licences.txt"
TABLE = Path(__file__).with_name("shipped.toml")
_LICENCES = TABLE.with_name("licences")
_OURS = "cx-atlas"
#: What stands between two packages' terms.
_RULE = "=" * 80

Json = dict[str, Any]


class SbomError(Exception):
    """What is shipped is not what `shipped.toml` says; the message says what to mend."""


def write(site: Path) -> None:
    """Write the bill and the terms into a built site.

    Raises:
        SbomError: a component has no files, no terms, no locked release, or does not tell its own any more.
    """
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))["component"]
    digests = {
        file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted([*(site / "assets").rglob("*"), *site.glob("*.js")])
        if file.is_file()
    }
    owners = {path: _owner(path, table) for path in digests}
    components = [
        _component(one, [path for path, owner in owners.items() if owner is one], digests, site) for one in table
    ]
    ours = [_file(path, digests[path]) for path, owner in owners.items() if owner is None]
    content = _bill(components, ours)
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content))
    bill = {**content, "serialNumber": f"urn:uuid:{serial}"}
    terms = _terms(table)
    (site / BILL).write_text(json.dumps(bill, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (site / TERMS).write_text(terms, encoding="utf-8")


# -- the bill ----------------------------------------------------------------------------------------------------------


def _bill(components: Sequence[Json], ours: Sequence[Json]) -> Json:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "lifecycles": [{"phase": "build"}],
            "component": {
                "type": "application",
                "bom-ref": _OURS,
                "name": project["name"],
                "version": project["version"],
                "description": project["description"],
                "licenses": [{"expression": project["license"]}],
                "components": list(ours),
            },
        },
        "components": list(components),
        "dependencies": [{"ref": _OURS, "dependsOn": [one["bom-ref"] for one in components]}],
    }


def _component(one: Mapping[str, Any], paths: Sequence[str], digests: Mapping[str, str], site: Path) -> Json:
    registry, _, name = one["package"].partition("/")
    if one.get("files") and not paths:
        raise SbomError(f"{TABLE.name}: the site has no files like {one['files']}, which are to be {name}")
    version, locked = (_locked_npm if registry == "npm" else _locked_pypi)(name)
    purl = f"pkg:{registry}/{quote(name)}@{version}"
    content = b"".join((site / path).read_bytes() for path in paths)
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        **({"description": one["about"]} if "about" in one else {}),
        "licenses": [{"license": {"id": one["licence"]}}],
        **locked,
        "components": [
            *(_contained(inner, name, content) for inner in one.get("contains", ())),
            *(_file(path, digests[path]) for path in paths),
        ],
    }


def _contained(inner: Mapping[str, Any], name: str, content: bytes) -> Json:
    """What is inside a package's files."""
    found: Json = {}
    if "version" in inner:
        told = re.search(inner["version"].encode(), content)
        if not told:
            raise SbomError(f"{TABLE.name}: the files of {name} do not tell the release of {inner['name']} as they did")
        found = {"version": told[1].decode()}
    if inner["name"] == "CPython":
        found["properties"] = [{"name": f"{_OURS}:modules", "value": " ".join(_modules())}]
    return {
        "type": "library",
        "bom-ref": f"{name}#{inner['name']}",
        "name": inner["name"],
        **found,
        "licenses": [{"license": {"id": inner["licence"]}}],
    }


def _modules() -> list[str]:
    """The files of Python's own library that are in the runtime's archives."""
    others = (library.OURS, "_pyodide/", "pyodide/", *(f"{name}/" for name in library.THIRD_PARTY))
    return sorted(
        file
        for file in chain(library.listed(library.START), library.listed(library.MORE))
        if not file.startswith(others)
    )


def _file(path: str, digest: str) -> Json:
    return {
        "type": "file",
        "bom-ref": f"file:{path}",
        "name": path,
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }


def _owner(path: str, table: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Whose file it is; nothing for ours."""
    return next((one for one in table for like in one.get("files", ()) if fnmatchcase(path, like)), None)


# -- the locks ---------------------------------------------------------------------------------------------------------


@cache
def _lock_of_npm() -> Mapping[str, Any]:
    packages: Mapping[str, Any] = json.loads((ROOT / "package-lock.json").read_bytes())["packages"]
    return packages


def _locked_npm(name: str) -> tuple[str, Json]:
    """The release that is locked, and the digest of its archive."""
    entry = _lock_of_npm().get(f"node_modules/{name}")
    if entry is None:
        raise SbomError(f"{TABLE.name} names {name}, which package-lock.json does not lock")
    algorithm, _, digest = entry["integrity"].partition("-")
    return entry["version"], {
        "hashes": [{"alg": algorithm.replace("sha", "SHA-"), "content": b64decode(digest).hex()}],
    }


def _locked_pypi(name: str) -> tuple[str, Json]:
    """The release that is locked, and the digests of its archives, of which any may have been installed."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entry = re.search(rf"^{re.escape(name)}==(\S+) ((?:\\\n    --hash=sha256:[0-9a-f]+ ?)+)", lock, re.MULTILINE)
    if not entry:
        raise SbomError(f"{TABLE.name} names {name}, which requirements.txt does not lock")
    hashes = re.findall(r"sha256:([0-9a-f]+)", entry[2])
    return entry[1], {"properties": [{"name": f"{_OURS}:locked-sha256", "value": value} for value in sorted(hashes)]}


# -- the terms ---------------------------------------------------------------------------------------------------------


def _terms(table: Iterable[Mapping[str, Any]]) -> str:
    ours = "\n\n".join((ROOT / name).read_text(encoding="utf-8").strip() for name in ("LICENSE", "LICENSE-CONTENT"))
    parts = [f"CX Atlas\n\n{ours}"]
    for one in table:
        name = one["package"].partition("/")[2]
        with_it = ", ".join(f"{inner['name']} ({inner['licence']})" for inner in one.get("contains", ()))
        heading = f"{name}: {one['licence']}" + (f"\nwith {with_it}" if with_it else "")
        texts = [_text(place).strip() for entry in (one, *one.get("contains", ())) for place in entry.get("texts", ())]
        if not texts:
            raise SbomError(f"{TABLE.name} does not say where the terms of {name} are")
        parts.append("\n\n".join([heading, *([one["about"]] if "about" in one else []), *texts]))
    return "".join(f"{part}\n\n{_RULE}\n\n" for part in parts)


def _text(place: str) -> str:
    """Terms from where `shipped.toml` says that they are."""
    try:
        if place.startswith("licences/"):
            return (_LICENCES / place.removeprefix("licences/")).read_text(encoding="utf-8")
        if place.startswith("npm/"):
            return (ROOT / "node_modules" / place.removeprefix("npm/")).read_text(encoding="utf-8")
        _, name, file = place.split("/", 2)
        return next(_files_like(name, file)).read_text(encoding="utf-8")
    except (OSError, StopIteration, PackageNotFoundError) as error:
        raise SbomError(f"{TABLE.name}: there are no terms at {place}") from error


def _files_like(package: str, file: str) -> Iterator[Path]:
    """A PyPI package's own file: by its path, or among what states its terms by its name."""
    for known in distribution(package).files or ():
        path = known.as_posix()
        if path == file or (path.endswith(f"/{file}") and ".dist-info/" in path):
            yield Path(str(known.locate()))
