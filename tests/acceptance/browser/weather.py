"""Behaviour of the world while a test looks, changed as by the page's drawer and put back."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

Rules = list[dict[str, object]]


@contextmanager
def weather(page: Page, server: str = "yandex", **settings: object) -> Iterator[None]:
    """The image service, or `telegram`, behaves otherwise."""
    address = f"{page.url.partition('/?')[0]}/{server}/-/settings"
    before = page.request.get(address).json()
    assert page.request.put(address, data=settings).ok
    try:
        yield
    finally:
        page.request.put(address, data={name: before[name] for name in settings})


def failing(where: str, **details: object) -> Rules:
    return [{"where": where, "kind": "status", **details}]


UNFINISHED = failing("yandex.get", status=503)
"""What is being drawn stays so: nobody learns how far it is."""
