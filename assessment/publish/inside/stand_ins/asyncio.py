"""Stands in for `asyncio`, which Pyodide imports at its start: no coroutine of ours ever runs in the browser."""
