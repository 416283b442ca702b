"""The bill of materials: a valid CycloneDX document that names everything that a browser gets, and its terms."""

import hashlib
import json
from importlib.metadata import files
from urllib.parse import urljoin

import pytest
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource

from assessment.publish import sbom

SCHEMAS = ("bom-1.6.SNAPSHOT.schema.json", "spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json")


@pytest.fixture(scope="session")
def bill(built_site):
    return json.loads((built_site / sbom.BILL).read_text(encoding="utf-8"))


def nested(components):
    """Components and all that is in them."""
    for one in components:
        yield one
        yield from nested(one.get("components", ()))


def everything(bill):
    return list(nested([bill["metadata"]["component"], *bill["components"]]))


def test_the_bill_holds_to_the_official_schema(bill) -> None:
    official = {
        file.name: json.loads(file.read_text(encoding="utf-8"))
        for file in files("cyclonedx-python-lib") or ()
        if file.name in SCHEMAS
    }
    schema = official[SCHEMAS[0]]
    registry = Registry().with_resources(
        [(urljoin(schema["$id"], name), Resource.from_contents(one)) for name, one in official.items()]
    )
    errors = Draft7Validator(schema, registry=registry, format_checker=FormatChecker()).iter_errors(bill)
    assert not [f"{list(error.absolute_path)}: {error.message}" for error in errors]
    assert bill["specVersion"] == "1.6"


def test_every_shared_file_is_in_the_bill_with_its_digest(bill, built_site) -> None:
    stated = {one["name"]: one["hashes"][0]["content"] for one in everything(bill) if one["type"] == "file"}
    shipped = {
        file.relative_to(built_site).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (*built_site.glob("assets/**/*"), *built_site.glob("*.js"))
        if file.is_file()
    }
    assert stated == shipped


def test_the_bill_names_what_others_wrote_with_release_and_licence(bill) -> None:
    known = {one["name"]: one for one in everything(bill)}
    wanted = json.loads((sbom.ROOT / "package.json").read_bytes())["dependencies"]
    for name, version in wanted.items():
        assert known[name]["version"] == version
        assert known[name]["hashes"][0]["alg"] == "SHA-512"
    for name in ("pyodide", "CPython", "xlsxwriter", "snowballstemmer", "mkdocs-material", "zlib", "Expat"):
        assert known[name]["version"]
    for one in everything(bill):
        assert one["type"] == "file" or one["licenses"], one["name"]
    assert "collections/__init__.py" in known["CPython"]["properties"][0]["value"]


def test_the_terms_of_everything_are_in_one_file(bill, built_site) -> None:
    terms = (built_site / sbom.TERMS).read_text(encoding="utf-8")
    for one in everything(bill):
        assert one["type"] == "file" or one["name"] == "cx-atlas" or one["name"] in terms
    for said in (
        "Mozilla Public License Version 2.0",
        "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
        "Apache License",
    ):
        assert said in terms
    for said in ("SIL OPEN FONT LICENSE", "John McNamara", "Luca Ongaro", "Dr Martin Porter", "Martin Donath"):
        assert said in terms


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("npm/minisearch", "npm/maxisearch", "package-lock.json does not lock"),
        ("pypi/snowballstemmer", "pypi/rainballstemmer", "requirements.txt does not lock"),
        ("minisearch.js", "minisearch.txt", "has no files like"),
        ("deflate (", "inflate by (", "do not tell the release of zlib"),
        ("LICENSE.txt", "LISENSE.txt", "there are no terms at"),
    ],
)
def test_a_table_that_does_not_fit_the_site_stops_the_build(
    built_site, tmp_path, monkeypatch, old: str, new: str, said: str
) -> None:
    wrong = tmp_path / "shipped.toml"
    wrong.write_text(sbom.TABLE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    monkeypatch.setattr(sbom, "TABLE", wrong)
    with pytest.raises(sbom.SbomError, match=said):
        sbom.write(built_site)
