"""Smooth flat shapes: everything is drawn larger than it will be seen, and scaled down at the end."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageDraw

from sandbox.painter.colour import Colour, Paint

Point = tuple[float, float]

OVERSAMPLING = 3  # per axis, before the picture is scaled down


class Canvas:
    """A picture of `width` x `height` pixels in the making."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.image = Image.new("RGB", (width * OVERSAMPLING, height * OVERSAMPLING))
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def pen(self, x: float, y: float, size: float, *, flip: bool = False, turn: float = 0.0) -> "Pen":
        """A pen whose origin is the pixel (x, y) and whose unit is `size` pixels; y grows downwards.

        `flip` mirrors left and right; `turn` is clockwise, in degrees.
        """
        scale = size * OVERSAMPLING
        cosine, sine = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
        sign = -1 if flip else 1
        return Pen(self, (sign * cosine, -sine, sign * sine, cosine), (x * OVERSAMPLING, y * OVERSAMPLING))

    def gradient(self, top: float, bottom: float, colours: Sequence[Colour]) -> None:
        """Fills the full width from the row `top` to the row `bottom` with colours that run into each other."""
        column = Image.new("RGB", (1, len(colours)))
        column.putdata(colours)
        first, last = round(top * OVERSAMPLING), round(bottom * OVERSAMPLING)
        rows = max(1, last - first)
        smooth = column.resize((1, rows), Image.Resampling.BICUBIC)
        self.image.paste(smooth.resize((self.image.width, rows), Image.Resampling.NEAREST), (0, first))

    def glow(self, x: float, y: float, radius: float, colour: Colour, opacity: float) -> None:
        """A soft round light, strongest in its middle."""
        fall = Image.radial_gradient("L").point([max(0.0, 1 - v / 181) ** 2 * 255 * opacity for v in range(256)])
        side = max(1, round(radius * 2 * OVERSAMPLING))
        mask = fall.resize((side, side), Image.Resampling.BILINEAR)
        corner = (round((x - radius) * OVERSAMPLING), round((y - radius) * OVERSAMPLING))
        self.image.paste(Image.new("RGB", (side, side), colour), corner, mask)

    def finish(self, grain: Random) -> Image.Image:
        """The picture at its own size, with the grain of paper."""
        picture = self.image.reduce(OVERSAMPLING)
        tile = Image.frombytes("L", (256, 256), grain.randbytes(65_536)).point([120 + v // 16 for v in range(256)])
        paper = Image.new("L", picture.size)
        for x in range(0, picture.width, 256):
            for y in range(0, picture.height, 256):
                paper.paste(tile, (x, y))
        return ImageChops.soft_light(picture, Image.merge("RGB", (paper, paper, paper)))


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws in coordinates of its own, so that a shape is the same wherever, however large and however turned."""

    canvas: Canvas
    matrix: tuple[float, float, float, float]
    origin: Point

    def at(self, x: float, y: float, size: float = 1.0, *, turn: float = 0.0, flip: bool = False) -> "Pen":
        """A pen at (x, y) of this one's coordinates, `size` times as large, turned clockwise by so many degrees."""
        a, b, c, d = self.matrix
        cosine, sine = math.cos(math.radians(turn)) * size, math.sin(math.radians(turn)) * size
        sign = -1 if flip else 1
        matrix = (
            sign * (a * cosine + b * sine),
            b * cosine - a * sine,
            sign * (c * cosine + d * sine),
            d * cosine - c * sine,
        )
        return Pen(self.canvas, matrix, self._place((x, y)))

    def polygon(self, points: Sequence[Point], fill: Paint) -> None:
        """A shape with straight sides."""
        self.canvas.draw.polygon([self._place(point) for point in points], fill=fill)

    def curve(self, points: Sequence[Point], fill: Paint) -> None:
        """A closed smooth shape through all the points."""
        self.polygon(_through(points, closed=True), fill)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Paint, *, turn: float = 0.0) -> None:
        """An ellipse with the radii `rx` and `ry`, turned clockwise by degrees."""
        cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        steps = 72
        circle = [
            (math.cos(step * math.tau / steps) * rx, math.sin(step * math.tau / steps) * ry) for step in range(steps)
        ]
        self.polygon([(x + a * cosine - b * sine, y + a * sine + b * cosine) for a, b in circle], fill)

    def dot(self, x: float, y: float, radius: float, fill: Paint) -> None:
        """A circle."""
        self.ellipse(x, y, radius, radius, fill)

    def wedge(self, x: float, y: float, radius: float, angles: tuple[float, float], fill: Paint) -> None:
        """A piece of pie between two angles, in degrees clockwise from the right."""
        start, end = angles
        steps = max(2, round(abs(end - start) / 4))
        rim = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
        self.polygon([(x, y), *((x + math.cos(a) * radius, y + math.sin(a) * radius) for a in rim)], fill)

    def box(self, left: float, top: float, right: float, bottom: float, fill: Paint, *, radius: float = 0.0) -> None:
        """A rectangle, with round corners if wished."""
        if radius <= 0:
            self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], fill)
            return
        corners = [(right - radius, bottom - radius), (left + radius, bottom - radius)]
        corners += [(left + radius, top + radius), (right - radius, top + radius)]
        outline = []
        for quarter, (x, y) in enumerate(corners):
            for step in range(9):
                angle = math.radians(90 * quarter + step * 11.25)
                outline.append((x + math.cos(angle) * radius, y + math.sin(angle) * radius))
        self.polygon(outline, fill)

    def stroke(self, points: Sequence[Point], width: float, fill: Paint, *, smooth: bool = True) -> None:
        """A line with round ends, through all the points."""
        path = _through(points, closed=False) if smooth and len(points) > 2 else list(points)
        thickness = max(1, round(width * self._scale()))
        placed = [self._place(point) for point in path]
        self.canvas.draw.line(placed, fill=fill, width=thickness, joint="curve")
        if thickness > 2:
            for x, y in (placed[0], placed[-1]):
                radius = thickness / 2 - 0.5
                self.canvas.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)

    def _place(self, point: Point) -> Point:
        a, b, c, d = self.matrix
        return self.origin[0] + a * point[0] + b * point[1], self.origin[1] + c * point[0] + d * point[1]

    def _scale(self) -> float:
        a, _, c, _ = self.matrix
        return math.hypot(a, c)


def _through(points: Sequence[Point], *, closed: bool, steps: int = 10) -> list[Point]:
    """A Catmull-Rom spline through the points."""
    count = len(points)
    path: list[Point] = []
    for i in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            p0, p1, p2, p3 = (points[min(max(i + k, 0), count - 1)] for k in (-1, 0, 1, 2))
        path.extend(_between(p0, p1, p2, p3, step / steps) for step in range(steps))
    if not closed:
        path.append(points[-1])
    return path


def _between(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    def along(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)

    return along(p0[0], p1[0], p2[0], p3[0]), along(p0[1], p1[1], p2[1], p3[1])
