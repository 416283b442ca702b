"""A browser's window by the WebDriver protocol: as much of it as the tests here need.

https://www.w3.org/TR/webdriver2/ says what the commands mean. WebKitGTK's driver takes them over HTTP, as that text
has it. Firefox takes the same over a socket, as
https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html says, so that it needs no geckodriver, which
Debian does not have. A library would be needed for each, and this is shorter than to use the two.
"""

from __future__ import annotations

import json
import socket
from http.client import HTTPConnection
from typing import Any, Protocol

PATIENCE = 300
"""Seconds that a page may take to load, and a script to answer: a browser that hangs fails its test."""

_PATHS = {
    "NewSession": ("POST", ""),
    "DeleteSession": ("DELETE", ""),
    "SetTimeouts": ("POST", "/timeouts"),
    "Navigate": ("POST", "/url"),
    "ExecuteAsyncScript": ("POST", "/execute/async"),
    "FindElement": ("POST", "/element"),
    "ElementClick": ("POST", "/element/{id}/click"),
}
"""The protocol's method and address of each command, from the session's."""

_EVALUATE = """const [argument, done] = arguments;
(%s)(argument).then((value) => done({ value }), (error) => done({ error: `${error}\\n${error.stack}` }));"""


class WebDriverError(Exception):
    """What the browser says instead of doing what it was asked."""


class Wire(Protocol):
    """Takes commands to a browser."""

    def ask(self, command: str, parameters: dict[str, Any]) -> Any:
        """The browser's answer; raises WebDriverError."""


class Http:
    """To a driver that listens on a port of this machine."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._session = "/session"

    def ask(self, command: str, parameters: dict[str, Any]) -> Any:
        method, path = _PATHS[command]
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            body = None if method == "DELETE" else json.dumps(parameters)
            connection.request(method, self._session + path.format(**parameters), body)
            response = connection.getresponse()
            answer = json.loads(response.read())["value"]
        finally:
            connection.close()
        if response.status != 200:
            raise WebDriverError(f"{command}: {answer['error']}: {answer['message']}")
        if command == "NewSession":
            self._session += f"/{answer['sessionId']}"
        return answer


class Marionette:
    """To a Firefox that listens on a port of this machine."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._stream = self._socket.makefile("rb")
        self._asked = 0
        self._read()  # it says what it is

    def ask(self, command: str, parameters: dict[str, Any]) -> Any:
        self._asked += 1
        message = json.dumps([0, self._asked, f"WebDriver:{command}", parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, answer = self._read()
        if error:
            raise WebDriverError(f"{command}: {error['error']}: {error['message']}")
        return answer["value"] if answer and "value" in answer else answer

    def close(self) -> None:
        """Hang up."""
        self._stream.close()
        self._socket.close()

    def _read(self) -> Any:
        length = b""
        while (byte := self._stream.read(1)) != b":":
            if not byte:
                raise WebDriverError("Firefox has hung up")
            length += byte
        return json.loads(self._stream.read(int(length)))


class Window:
    """A browser's one window, from the first command to the end of the session."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self.version = str(self._wire.ask("NewSession", {"capabilities": {}})["capabilities"]["browserVersion"])
        self._wire.ask("SetTimeouts", {"script": PATIENCE * 1000, "pageLoad": PATIENCE * 1000})

    def open(self, address: str) -> None:
        """Go to a page, and wait until it has loaded."""
        self._wire.ask("Navigate", {"url": address})

    def evaluate(self, function: str, argument: object = None) -> Any:
        """What an asynchronous function of the page's comes to, called with the argument; both as JSON can say them."""
        answer = self._wire.ask("ExecuteAsyncScript", {"script": _EVALUATE % function, "args": [argument]})
        if "error" in answer:
            raise WebDriverError(answer["error"])
        return answer.get("value")

    def click(self, selector: str) -> None:
        """Click where a person would, on the first element that matches: one that is hidden or covered is an error."""
        found = self._wire.ask("FindElement", {"using": "css selector", "value": selector})
        (reference,) = found.values()
        self._wire.ask("ElementClick", {"id": reference})

    def close(self) -> None:
        """End the session."""
        self._wire.ask("DeleteSession", {})
