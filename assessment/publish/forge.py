"""Where the repository lets people edit, begin and report: the addresses of GitHub's and GitLab's pages.

The repository's address is one setting, `repo_url` in mkdocs.yml. Where it is empty, or on a host whose addresses are
not known here, there is no forge, and no page offers what would lead nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

BRANCH = "main"

LONGEST = 7_500
"""Characters of an address: hosts refuse more than 8,000 or so."""


@dataclass(frozen=True)
class Forge:
    """A repository on a host that runs GitHub."""

    repository: str
    """Its address, without a slash at the end."""

    def edit(self, path: str) -> str:
        """The editor with a file of the repository."""
        return f"{self.repository}/edit/{BRANCH}/{quote(path)}"

    def begin(self, path: str, text: str = "") -> str:
        """The editor with a new file and the text in it, for which the address may grow too long: see `fits`."""
        folder, _, name = path.rpartition("/")
        query = {"filename": name} | ({"value": text} if text else {})
        return f"{self.repository}/new/{BRANCH}/{quote(folder)}?{urlencode(query, quote_via=quote)}"

    def file(self, path: str) -> str:
        """A file to read."""
        return f"{self.repository}/blob/{BRANCH}/{quote(path)}"

    def report(self, title: str, place: str) -> str:
        """The form for a mistake, with the page's title and its address, or its file where it has none."""
        query = {"template": "correction.yml", "title": title, "place": place}
        return f"{self.repository}/issues/new?{urlencode(query, quote_via=quote)}"


class GitLab(Forge):
    """A repository on a host that runs GitLab, whose editor takes a new file's name only."""

    def edit(self, path: str) -> str:
        """The editor with a file of the repository."""
        return f"{self.repository}/-/edit/{BRANCH}/{quote(path)}"

    def begin(self, path: str, text: str = "") -> str:
        """The editor with a new file."""
        folder, _, name = path.rpartition("/")
        return f"{self.repository}/-/new/{BRANCH}/{quote(folder)}?{urlencode({'file_name': name}, quote_via=quote)}"

    def file(self, path: str) -> str:
        """A file to read."""
        return f"{self.repository}/-/blob/{BRANCH}/{quote(path)}"

    def report(self, title: str, place: str) -> str:
        """A new issue with the page's title and where it is."""
        query: Mapping[str, str] = {"issue[title]": title, "issue[description]": place}
        return f"{self.repository}/-/issues/new?{urlencode(query, quote_via=quote)}"


def forge(repository: str) -> Forge | None:
    """The forge of a repository's address; None if there is none, or its host is neither GitHub nor GitLab."""
    address = urlsplit(repository)
    if address.scheme != "https" or address.path.count("/") < 2:
        return None
    host = address.hostname or ""
    kinds = {"github": Forge, "gitlab": GitLab}
    kind = next((kind for name, kind in kinds.items() if name in host.split(".")), None)
    return kind(repository.rstrip("/")) if kind else None


def fits(address: str) -> bool:
    """Whether a host will take an address."""
    return len(address) <= LONGEST
