"""The check says which file, which line, what is wrong and how to mend it."""

import pytest

from assessment.publish import checks, prose

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
    for language in checks.LANGUAGES:
        (tmp_path / language / "learn").mkdir(parents=True)
        (tmp_path / language / "learn" / "sales.md").write_text(ARTICLE, encoding="utf-8")
    for language in checks.LANGUAGES[1:]:
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
        ("grade: C", "grade: E", 11, "‘grade’ is not right. Write the evidence grade, one of A, B, C, V, D"),
        ("grade: C\n", "", 1, "‘grade’ is missing"),
        ("slug: sales", "slug: selling", 4, "not the file's name, sales"),
        ("review_by: 2027", "review_by: 2025", 13, "‘review_by’ is not after ‘reviewed’"),
        ("tags:", "tag:", 14, "nothing reads ‘tag’"),
        ("[@Rawson2013]", "[@Nobody]", 19, "[@Nobody] is not in docs/references.bib"),
        ("Ask first [@Rawson2013].", "Ask first.", 9, "the text does not cite Rawson2013"),
        ("Ask first", "Ask [first](gone.md)", 19, "the link gone.md leads to no file"),
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
