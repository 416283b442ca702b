import pytest

from assessment.publish.citations import CitationError, cite, cited_keys, read_bibliography, reference_list

BIBLIOGRAPHY = r"""
@article{Two2016, author = {Lemon, Katherine N. and Verhoef, Peter C.}, title = {A 5\% Title -- Really},
  journal = {J. Mark.}, year = {2016}, volume = {80}, number = {6}, pages = {69--96}, doi = {10.1/x}, note = {verified}}
@article{Three2013, author = {Rawson, Alex and Duncan, Ewan and Jones, Conor}, title = {Truth?}, journal = {HBR},
  year = {2013}, doi = {10.1/y}, note = {verified; DOI from memory, high confidence}}
@book{Same1999a, author = {Schmitt, Bernd}, title = {One}, year = {1999}, note = {verified; page range from memory}}
@book{Same1999b, author = {Schmitt, Bernd}, title = {Two}, year = {1999}, doi = {10.1/z}, note = {from memory: check}}
@misc{Undated, author = {{The <Big> Body}}, title = {Three}, note = {partly verified; year from memory}}
"""


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    file = tmp_path_factory.mktemp("bib") / "references.bib"
    file.write_text(BIBLIOGRAPHY, encoding="utf-8")
    return read_bibliography(file)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (
            "en",
            "([Lemon & Verhoef, 2016](#ref-Two2016){ .atlas-cite }; "
            "[Rawson et al., 2013](#ref-Three2013){ .atlas-cite }, p. 9)",
        ),
        (
            "pl",
            "([Lemon i Verhoef, 2016](#ref-Two2016){ .atlas-cite }; "
            "[Rawson i in., 2013](#ref-Three2013){ .atlas-cite }, p. 9)",
        ),
        (
            "ro",
            "([Lemon și Verhoef, 2016](#ref-Two2016){ .atlas-cite }; "
            "[Rawson et al., 2013](#ref-Three2013){ .atlas-cite }, p. 9)",
        ),
    ],
)
def test_a_citation_names_authors_in_the_reader_s_language(sources, language, written):
    assert cite("[@Two2016; @Three2013, p. 9]", language, sources) == written


def test_two_works_of_one_author_and_year_get_letters(sources):
    text = cite("[@Same1999a] [@Same1999b]", "en", sources)
    assert "Schmitt, 1999a" in text
    assert "Schmitt, 1999b" in text


def test_code_is_not_cited(sources):
    text = "`[@Nobody]`\n\n```\n[@Nobody]\n```\n"
    assert cite(text, "en", sources) == text
    assert list(cited_keys(text)) == []


def test_a_cited_key_comes_with_its_line():
    assert list(cited_keys("one\n\ntwo [@A1; @B2]\n`x`\n[@C3]")) == [("A1", 3), ("B2", 3), ("C3", 5)]


def test_an_unknown_key_is_named(sources):
    with pytest.raises(CitationError, match=r"\[@Nobody\] is not in docs/references.bib"):
        cite("[@Nobody]", "en", sources)


def test_references_are_sorted_and_hold_an_anchor_each(sources):
    html = reference_list(["Three2013", "Two2016"], "en", sources)
    assert html.index('id="ref-Two2016"') < html.index('id="ref-Three2013"')
    assert "Lemon, K. N. &amp; Verhoef, P. C. (2016). A 5% Title – Really. <cite>J. Mark.</cite>, 80(6), 69–96." in html


def test_a_doi_from_memory_is_left_out(sources):
    assert "doi.org/10.1/x" in reference_list(["Two2016"], "en", sources)
    assert "doi.org" not in reference_list(["Three2013", "Same1999b"], "en", sources)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "not fully checked"), ("pl", "nie w pełni sprawdzone"), ("ro", "verificat doar parțial")],
)
def test_what_was_not_checked_is_said_in_the_reader_s_language(sources, language, words):
    for key in ("Same1999a", "Same1999b", "Undated"):
        assert words in reference_list([key], language, sources)
    for key in ("Two2016", "Three2013"):
        assert words not in reference_list([key], language, sources)


def test_text_from_the_bibliography_cannot_become_markup(sources):
    assert "The &lt;Big&gt; Body (n.d.)" in reference_list(["Undated"], "en", sources)


def test_every_entry_of_our_bibliography_can_be_shown():
    ours = read_bibliography()
    for language in ("en", "pl", "ro"):
        html = reference_list(ours, language, ours)
        assert html.count("<li ") == len(ours)
        assert "{" not in html
