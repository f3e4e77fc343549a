"""Layers of the library: services on one connection, on transports; each library and the retry loop in one place."""

import ast
from pathlib import Path

import yandexart

FOLDER = Path(yandexart.__file__).parent
IMPORTS = {
    path.relative_to(FOLDER).as_posix(): {
        name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in (
            [f"{node.module}.{alias.name}" for alias in node.names]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    for path in FOLDER.rglob("*.py")
}


def importers(*prefixes: str) -> set[str]:
    """The modules that import something whose name begins so."""
    return {path for path, names in IMPORTS.items() if any(name.startswith(prefixes) for name in names)}


def test_only_the_transports_and_the_owner_of_the_session_know_aiohttp() -> None:
    assert importers("aiohttp") == {"client.py", "http.py", "links.py"}


def test_only_rpc_needs_the_extra_and_only_the_client_asks_for_it() -> None:
    assert importers("grpc", "google.", "yandex.") == {"rpc/service.py", "rpc/status.py", "rpc/transport.py"}
    assert importers("yandexart.rpc") == {"client.py", "rpc/service.py", "rpc/transport.py"}


def test_calls_are_retried_by_the_connection_and_downloads_by_links() -> None:
    found = {path for path, names in IMPORTS.items() if "yandexart.retries.retry" in names}
    assert found == {"connection.py", "links.py"}


def test_services_are_on_the_connection_and_no_transport_knows_it() -> None:
    assert importers("yandexart.connection") == {
        "client.py",
        "completion.py",
        "images_api.py",
        "rest.py",
        "rpc/service.py",
    }
