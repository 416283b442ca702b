"""Stands in for Pyodide's event loop, for the same reason as that for `asyncio`."""


def _initialize_event_loop() -> None:
    """What Pyodide calls at its start."""
