"""Gets the engines that the system's packages have, and says which this machine goes without.

python -m tests.engines.prepare
"""

from __future__ import annotations

import shutil

from assessment.publish.browser import rights, run_each
from tests.engines.browsers import ENGINES, Engine


def prepare(engine: Engine) -> str:
    """Install an engine unless it is here; a line that says how that went."""
    missing = engine.missing()
    if not missing:
        return f"{engine.name}: here."
    why = _install(engine)
    if not engine.missing():
        return f"{engine.name}: installed."
    return f"{engine.name} is left out: {missing}, and {why}."


def _install(engine: Engine) -> str:
    """Try each package that it may come in; why that did not help, for where it did not."""
    allowed = rights()
    if not shutil.which("apt-get"):
        return "only apt-get is known here to get it: install it in any way you like"
    if allowed is None:
        return f"to install it takes root, or sudo without a password: apt-get install {' '.join(engine.packages[0])}"
    print(f"{engine.name} is fetched from the system's packages …", flush=True)
    why = run_each([(*allowed, "apt-get", "-qq", "update")])
    for packages in engine.packages:
        if engine.missing():
            why = run_each([(*allowed, "apt-get", "-qq", "install", "--yes", "--no-install-recommends", *packages)])
    return f"its package did not help ({why or 'it brought no program that is looked for'})"


if __name__ == "__main__":
    for each in ENGINES:
        print(prepare(each), flush=True)
