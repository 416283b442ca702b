"""Where the package lies: in a folder, as anywhere, or in archives, as in the browser.

There it comes in two archives, and the second one late: the first holds what every page needs, the second what few
pages ask for. A package may lie in both, part of its modules here, part there.
"""

import sys
from importlib.machinery import ModuleSpec
from zipimport import zipimporter

_loader: object = __spec__.loader
_archives = [_loader] if isinstance(_loader, zipimporter) else []
"""Those that hold the package; none where it lies in a folder."""


class Finder:
    """An archive as one of `sys.meta_path`: asked for what was found nowhere before it."""

    def __init__(self, file: str) -> None:
        self._file = file

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """The module `a.b.c`, if the archive holds it in its folder `a/b`; wherever `a.b` itself came from."""
        folder, _, _ = name.replace(".", "/").rpartition("/")
        return zipimporter(f"{self._file}/{folder}" if folder else self._file).find_spec(name)


def add(file: str) -> None:
    """Take modules and data from this archive too, from now on, where those before it have none of the name."""
    _archives.append(zipimporter(file))
    sys.meta_path.append(Finder(file))


def packed() -> bool:
    """Whether the package lies in archives."""
    return bool(_archives)


def read(name: str) -> bytes:
    """A file of the package, from the first archive that has it; FileNotFoundError if none has."""
    for archive in _archives:
        try:
            return archive.get_data(f"{archive.archive}/assessment/{name}")
        except OSError:
            continue
    raise FileNotFoundError(name)
