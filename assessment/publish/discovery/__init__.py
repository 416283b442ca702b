"""What others are told of the site, so that a reader finds it: search engines, feed readers, assistants, a shared link.

`listing` is what they all are told: the pages of a language in the order of the navigation. From it come the sitemap,
a feed in each language and `llms.txt`; `structured` describes one page in the terms of schema.org, and `social` draws
the picture that a link shows where it is shared. `manifest` is for whoever puts the site on a home screen.
"""

from pathlib import Path

from assessment.publish.discovery import feeds, llms, manifest, sitemap, social
from assessment.publish.discovery.listing import listed
from assessment.publish.pages import LANGUAGES, prefix


def write(site: Path, address: str, look: str) -> None:
    """Write what is told of a built site: all of it where its address is known; without, what needs none.

    `look` is the folder of the site's pictures, from its root.
    """
    pages = {language: listed(language) for language in LANGUAGES}
    for language, own in pages.items():
        folder = site / prefix(language)
        (folder / llms.FILE).write_text(llms.llms(language, own, address), encoding="utf-8")
        (folder / manifest.FILE).write_text(manifest.manifest(language, look), encoding="utf-8")
        if address:
            (folder / feeds.FILE).write_text(feeds.atom(language, own, address), encoding="utf-8")
    if not address:
        return
    (site / sitemap.FILE).write_text(sitemap.sitemap(sitemap.built(site), address), encoding="utf-8")
    (site / "robots.txt").write_text(sitemap.robots(address), encoding="utf-8")
    social.draw(site, [page for own in pages.values() for page in own])
