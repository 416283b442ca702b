"""The check says which file, which line, what is wrong and how to mend it."""

import re
from dataclasses import replace

import pytest

from assessment.publish import checks, prose
from assessment.publish.__main__ import main
from assessment.publish.findings import Finding
from assessment.publish.pages import LANGUAGES

ARTICLE = """---
title: The sales process
description: How buying is lived through, from entering to leaving, and what to do about it on Monday.
slug: sales
section: Touchpoints
type: guide
authors: [CX Atlas editors]
concepts: [C046]
references: [Rawson2013]
items: [SAL-INT]
grade: C
reviewed: 2026-11-21
review_by: 2027-11-21
tags: [touchpoints]
---

## Try it { #try-it }

Ask first [@Rawson2013].
"""
BIBLIOGRAPHY = "@article{Rawson2013, author = {Rawson, Alex}, title = {Truth}, year = {2013}, note = {verified}}\n"


@pytest.fixture
def docs(tmp_path):
    for language in LANGUAGES:
        (tmp_path / language / "learn").mkdir(parents=True)
        (tmp_path / language / "learn" / "sales.md").write_text(ARTICLE, encoding="utf-8")
    for language in LANGUAGES[1:]:
        file = tmp_path / language / "learn" / "sales.md"
        text = ARTICLE.replace("tags:", "translators: [CX Atlas editors]\ntags:")
        file.write_text(text, encoding="utf-8")
    (tmp_path / "references.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    checks.stamp(tmp_path)
    return tmp_path


def found(docs):
    return [finding for finding in checks.check(docs) if finding.file.startswith(str(docs))]


def change(docs, language, before, after):
    file = docs / language / "learn" / "sales.md"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_good_pages_have_nothing_to_mend(docs):
    assert found(docs) == []


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ("grade: C", "grade: E", 11, "‘grade’ is ‘E’, and not one of A, B, C, V, D. Write the evidence grade"),
        ("title: The sales process", "title: Hm", 2, "‘title’ is too short: 2 characters; 3 is the least"),
        (
            "authors: [CX Atlas editors]",
            "authors: CX Atlas editors",
            7,
            "‘authors’ is not a list. Write a list of names",
        ),
        ("concepts: [C046]", "concepts: [46]", 8, "‘concepts’ is not a text but 46"),
        ("items: [SAL-INT]", "items: [sal-int]", 10, "‘items’ says ‘sal-int’, which is not of the right form"),
        ("reviewed: 2026-11-21", 'reviewed: "2026-11-21"', 12, "‘reviewed’ is in quotation marks"),
        ("reviewed: 2026-11-21", "reviewed: 21 November", 12, "‘reviewed’ is ‘21 November’, which is no date"),
        ("section: Touchpoints", "section: Sales", 5, "there is no section ‘Sales’. Write one of: Learn, Foundations"),
        ("type: guide", "type: guide\ntype: method", 7, "‘type’ stands twice. Keep one of the two"),
        ("grade: C\n", "", 1, "‘grade’ is missing"),
        ("slug: sales", "slug: selling", 4, "not the file's name, sales"),
        ("review_by: 2027", "review_by: 2025", 13, "‘review_by’ is not after ‘reviewed’"),
        ("tags:", "tag:", 14, "nothing reads ‘tag’. Write ‘tags’, or take it out"),
        ("[@Rawson2013]", "[@Nobody]", 19, "[@Nobody] is not in docs/references.bib"),
        ("Ask first [@Rawson2013].", "Ask first.", 9, "the text does not cite Rawson2013"),
        ("Ask first", "Ask [first](gone.md)", 19, "the link gone.md leads to no file"),
        ("Ask first", "Ask [first](#first)", 19, "leads to no heading of"),
        ("## Try it { #try-it }", "## Try it", 17, "this heading has no id. Give it one in English"),
        ("Ask first", "## Again { #try-it }\n\nAsk", 19, "the id try-it stands on 2 headings"),
        (
            "Ask first [@Rawson2013].",
            "71% of unhappy customers leave.\n\n[@Rawson2013]",
            19,
            "‘71% of unhappy customers’ has no source",
        ),
        ("Ask first", "✎ Ask first", 19, "texts that begin with ✎ wait to be written: 1"),
        ("Ask first", 'Ask "first"', 19, "a straight quotation mark"),
        ("Ask first", "Ask — first", 19, "a long dash"),
    ],
)
def test_a_finding_names_the_line_and_the_remedy(docs, before, after, line, message):
    change(docs, "en", before, after)
    assert any(finding.line == line and message in str(finding) for finding in found(docs)), found(docs)


def test_broken_front_matter_is_one_finding(docs):
    change(docs, "en", "title: The", "title: The: ")
    (finding,) = checks.check(docs)
    assert finding.line == 2
    assert "Put a text with a colon or a quote in quotes" in str(finding)


def test_a_changed_english_page_makes_its_translations_stale_and_blocks_nothing(docs):
    change(docs, "en", "Ask first", "Ask twice")
    notes = found(docs)
    assert [finding.what.partition(" of ")[0] for finding in notes] == ["made from an older text"] * 2
    assert checks.blocking(notes) == []
    assert len(checks.stamp(docs)) == 2
    assert found(docs) == []


def test_a_missing_translation_is_noted_and_blocks_nothing(docs):
    (docs / "ro" / "learn" / "sales.md").unlink()
    (note,) = found(docs)
    assert "there is no translation" in note.what
    assert not note.blocks


def test_a_translation_keeps_the_ids_of_the_headings(docs):
    change(docs, "pl", "#try-it", "#wyprobuj")
    (finding,) = checks.blocking(found(docs))
    assert "the ids of the headings differ" in finding.what


def test_an_article_may_begin_in_any_language(docs):
    text = (docs / "pl" / "learn" / "sales.md").read_text(encoding="utf-8")
    own = docs / "pl" / "learn" / "own.md"
    own.write_text(re.sub(r"(source|translators):.*\n", "", text).replace("slug: sales", "slug: own"), encoding="utf-8")
    (note,) = found(docs)
    assert (note.what, note.blocks) == ("this article is not in English yet", False)
    own.write_text(text.replace("slug: sales", "slug: own"), encoding="utf-8")
    assert "there is no English page of this name" in str(checks.blocking(found(docs)))


def test_a_finding_becomes_an_annotation_on_its_line(docs, capsys, monkeypatch):
    found = Finding("docs/a,b.md", 7, "100% wrong\nindeed", "Mend it")
    assert found.annotation == "::error file=docs/a%2Cb.md,line=7::100%25 wrong%0Aindeed. Mend it"
    assert replace(found, blocks=False).annotation.startswith("::notice file=")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setattr(checks, "check", lambda: [found])
    assert main(["check"]) == 1
    assert capsys.readouterr().out.startswith("::error file=")
    assert main(["check", "--format", "text"]) == 1
    assert capsys.readouterr().out == f"{found}\n1 to mend\n"


@pytest.mark.parametrize(
    ("language", "text", "is_right"),
    [
        ("ro", "Așteptări și țeluri, „bine”", True),
        ("ro", "Aşteptări", False),
        ("pl", "Mówi „tak” – i już", True),
        ("pl", "Mówi “tak”", False),
        ("pl", "tak - nie", False),
        ("en", "It’s ‘fine’ – really", True),
        ("en", "It's fine", False),
        ("en", "[link](a-b.md) and `x - y \"z\"` {#a 'b'}", True),
    ],
)
def test_typography_is_judged_by_language_and_in_prose_only(language, text, is_right):
    assert (list(prose.faults(prose.plain(text), language)) == []) is is_right
