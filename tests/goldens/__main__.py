"""`python -m tests.goldens`: keep the samples anew, and show what changed as one page: before, after, difference."""

from __future__ import annotations

import base64
import difflib
import io
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from PIL import Image, ImageChops

from tests.goldens.samples import SAMPLES, leafgen, picture_of, png_of, text_of
from tests.goldens.test_goldens import KEPT, MOST_MEAN, MOST_PIXELS, difference

PAGE = Path("output") / "goldens.html"
STYLE = """
body { font: 15px/1.4 sans-serif; margin: 2em; max-width: 90em } h2 { margin-top: 2em }
pre { background: #f4f4f4; padding: 1em; overflow-x: auto } ins { background: #cfc } del { background: #fcc }
figure { display: inline-block; margin: 0 1em 1em 0 } img { border: 1px solid #888; image-rendering: pixelated }
"""


def _image(caption: str, data: bytes) -> str:
    encoded = base64.b64encode(data).decode()
    drawn = f'<img alt="{caption}" src="data:image/png;base64,{encoded}">'
    return f"<figure>{drawn}<figcaption>{caption}</figcaption></figure>"


def _lines(before: str, after: str) -> Iterator[str]:
    for line in difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2):
        tag = {"+": "ins", "-": "del"}.get(line[:1])
        yield f"<{tag}>{escape(line)}</{tag}>" if tag else escape(line)


def _pictures(name: str, after: Image.Image) -> Iterator[str]:
    path = KEPT / f"{name}.png"
    if path.is_file():
        before = Image.open(io.BytesIO(path.read_bytes())).convert("L")
        yield _image("before", path.read_bytes())
        if before.size == after.size:
            yield _image("difference", png_of(ImageChops.invert(ImageChops.difference(before, after))))
    yield _image("after", png_of(after))


def _changed(name: str, after: Image.Image) -> bool:
    path = KEPT / f"{name}.png"
    if not path.is_file():
        return True
    with Image.open(path) as before:
        pixels, mean = difference(before, after)
    return pixels > MOST_PIXELS or mean > MOST_MEAN


def main() -> int:
    """Make every sample; write what changed."""
    KEPT.mkdir(exist_ok=True)
    shown, house = [], leafgen()
    for name, fields in SAMPLES.items():
        pdf = house.make(fields).pdf
        text, picture = text_of(pdf), picture_of(pdf)
        path = KEPT / f"{name}.txt"
        before = path.read_text("utf-8") if path.is_file() else ""
        looks_new = _changed(name, picture)
        if before == text and not looks_new:
            continue
        said = f"<pre>{chr(10).join(_lines(before, text))}</pre>" if before != text else "<p>The text is the same.</p>"
        looks = "".join(_pictures(name, picture)) if looks_new else "<p>It looks the same.</p>"
        shown.append(f"<h2>{name}</h2>{looks}{said}")
        path.write_text(text, "utf-8")
        (KEPT / f"{name}.png").write_bytes(png_of(picture))
    for path in KEPT.iterdir():
        if path.stem not in SAMPLES:
            path.unlink()
    count = f"{len(shown)} of {len(SAMPLES)} samples changed"
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Goldens</title><style>{STYLE}</style>'
        f"<h1>{count}</h1>{''.join(shown)}</html>\n",
        "utf-8",
    )
    print(f"goldens: {count}; {PAGE} shows how")
    return 0


if __name__ == "__main__":
    sys.exit(main())
