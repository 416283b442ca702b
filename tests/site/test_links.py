"""The nightly look at other hosts tells of addresses that are gone, where they are named, and of no others."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assessment.publish import links
from assessment.publish.pages import LANGUAGES


class Host(BaseHTTPRequestHandler):
    """Answers by the address: /404 with 404."""

    def do_GET(self):
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *said):
        pass


@pytest.fixture
def host():
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_only_what_is_gone_is_told_with_its_line(host, tmp_path, monkeypatch):
    monkeypatch.setattr(links, "_PAUSE", 0)
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
    file = tmp_path / "pl" / "index.md"
    file.write_text(
        f"---\ntitle: A page\n---\n\nA [source]({host}/200), [moved]({host}/404#part) and [shy]({host}/403).\n\n"
        f"And [ill]({host}/500), [gone]({host}/410), [nobody](http://127.0.0.1:9/).\n",
        encoding="utf-8",
    )
    bibliography = f"@misc{{Lost2020, title = {{Lost}}, url = {{{host}/404}}, year = {{2020}}, note = {{verified}}}}\n"
    (tmp_path / "references.bib").write_text(f"% Sources.\n{bibliography}", encoding="utf-8")
    found = [(finding.file, finding.line, finding.what) for finding in sorted(links.gone(links.addresses(tmp_path)))]
    assert found == [
        (str(file), 5, f"{host}/404 is gone (404)"),
        (str(file), 7, f"{host}/410 is gone (410)"),
        (str(tmp_path / "references.bib"), 2, f"{host}/404 is gone (404)"),
    ]
