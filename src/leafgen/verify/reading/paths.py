"""Paths: polygons in page space, curves made of short lines."""

from __future__ import annotations

from leafgen.kernel.geometry import Box

_WEIGHTS = tuple(((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3) for t in (0.25, 0.5, 0.75, 1.0))
"""How much each of the four points of a Bézier curve counts, at the places where it is made of straight lines."""
Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


def at_point(matrix: Matrix, x: float, y: float) -> Point:
    """Where a point lands."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


class Path:
    """The path under construction, in points on the page. `clipping`: `W` was asked for."""

    __slots__ = ("clipping", "subpaths")

    def __init__(self) -> None:
        self.subpaths: list[list[Point]] = []
        self.clipping = False

    def start(self, matrix: Matrix, x: float, y: float) -> None:
        """`m`: a new subpath."""
        self.subpaths.append([at_point(matrix, x, y)])

    def line(self, matrix: Matrix, x: float, y: float) -> None:
        """`l`: a straight line."""
        if self.subpaths:
            self.subpaths[-1].append(at_point(matrix, x, y))

    def curve(self, matrix: Matrix, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> None:
        """`c`: a Bézier curve."""
        if self.subpaths:
            self._bend(at_point(matrix, x1, y1), at_point(matrix, x2, y2), at_point(matrix, x, y))

    def curve_from_here(self, matrix: Matrix, x2: float, y2: float, x: float, y: float) -> None:
        """`v`: the first control point is where the pen is."""
        if self.subpaths:
            self._bend(self.subpaths[-1][-1], at_point(matrix, x2, y2), at_point(matrix, x, y))

    def curve_to_end(self, matrix: Matrix, x1: float, y1: float, x: float, y: float) -> None:
        """`y`: the second control point is the end."""
        if self.subpaths:
            end = at_point(matrix, x, y)
            self._bend(at_point(matrix, x1, y1), end, end)

    def _bend(self, first: Point, second: Point, end: Point) -> None:
        points = self.subpaths[-1]
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[-1], first, second, end
        points += [(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3) for a, b, c, d in _WEIGHTS]

    def rectangle(self, matrix: Matrix, x: float, y: float, width: float, height: float) -> None:
        """`re`: a closed rectangle."""
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
        self.subpaths.append([at_point(matrix, *corner) for corner in corners])

    def close(self) -> None:
        """`h`: back to where the subpath began."""
        if self.subpaths and self.subpaths[-1][0] != self.subpaths[-1][-1]:
            self.subpaths[-1].append(self.subpaths[-1][0])

    def clip(self) -> None:
        """`W`: the path becomes the clip once it is painted."""
        self.clipping = True

    def polygons(self) -> list[list[Point]]:
        """The subpaths."""
        return self.subpaths

    def box(self) -> Box:
        """The box around the path; without an area where there is no path (which clips everything)."""
        points = [point for subpath in self.subpaths for point in subpath]
        if not points:
            return Box(0, 0, 0, 0)
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return Box(min(xs), min(ys), max(xs), max(ys))
