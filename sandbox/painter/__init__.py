"""Paints pictures from prompts, with flat shapes and a little luck: repeatable, offline, in a fraction of a second."""

from sandbox.painter.painting import paint, picture_size
from sandbox.painter.reading import Part

__all__ = ["Part", "paint", "picture_size"]
