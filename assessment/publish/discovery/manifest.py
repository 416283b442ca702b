"""The web app manifest of a language: what a browser shows of the site when somebody puts it on their home screen.

https://www.w3.org/TR/appmanifest/
"""

from __future__ import annotations

import json

from assessment.publish import tokens
from assessment.publish.pages import prefix
from assessment.publish.wording import interface_words, site_description, site_name

FILE = "manifest.webmanifest"
_ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("icon-maskable-512.png", 512, "maskable"))


def manifest(language: str, look: str) -> str:
    """The manifest; its addresses are relative to itself. `look` is the folder of the site's pictures from its root."""
    colours = tokens.of_the_site().light
    root = "../" if prefix(language) else ""
    content = {
        "name": f"{site_name()} – {interface_words(language)['site']['tagline']}",
        "short_name": site_name(),
        "description": site_description(language),
        "lang": language,
        "id": "./",
        "start_url": "assessment/",
        "scope": "./" + root,
        "display": "minimal-ui",
        "background_color": colours["--atlas-paper"],
        "theme_color": colours["--atlas-accent"],
        "icons": [
            {"src": f"{root}{look}images/{name}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, size, purpose in _ICONS
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
