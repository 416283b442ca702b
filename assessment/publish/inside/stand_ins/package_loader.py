"""Stands in for Pyodide's installer: there is nothing to install, for all modules come in our archives."""

import sys


class _Folder:
    """A folder's name, to be had by `str` alone."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __str__(self) -> str:
        return self._name


SITE_PACKAGES = _Folder("/lib/python{}.{}/site-packages".format(*sys.version_info))
DSO_DIR = _Folder("/usr/lib")


def init_loaded_packages() -> None:
    """What Pyodide calls once it has read its list of packages, ours being empty."""
