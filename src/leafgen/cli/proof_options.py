"""The options that say what a file must hold, declared once for every command that proves files."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from leafgen.cli.options import request_options
from leafgen.compose.expectation import Expectation
from leafgen.kernel.errors import CommandError, InvalidInput
from leafgen.pipeline import Leafgen, is_web_page
from leafgen.verify.expect_file import read_expect_file
from leafgen.verify.trust import TrustedFont

_KIND = inspect.Parameter.KEYWORD_ONLY
_OPTIONS = (
    ("indication", str, "", typer.Option(help="What the files are for.", show_default=False)),
    ("kind", str, "", typer.Option(help="leaflet or label.", show_default=False)),
    (
        "expect",
        Path | None,
        None,
        typer.Option(
            help='JSON with what any PDF must hold: {"locale": "en", "statements": [{"id": "warn", "text": "..."}]}; '
            "a list as text is the cells of a row, in order.",
            show_default=False,
        ),
    ),
    (
        "trust_font",
        list[Path] | None,
        None,
        typer.Option(help="A font file that may be used besides our own.", show_default=False),
    ),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a command's words ask a file to hold: what leafgen would print for them, or what --expect names."""

    fields: Mapping[str, str]
    indication: str = ""
    kind: str = ""
    expect: Path | None = None
    trust_font: Sequence[Path] = ()

    @property
    def given(self) -> bool:
        """Whether anything was asked at all."""
        return bool(self.fields or self.indication or self.kind or self.expect or self.trust_font)

    def fonts(self) -> list[TrustedFont]:
        """The fonts of --trust-font. Raises InvalidInput when one cannot be read."""
        return [Leafgen.trust(path) for path in self.trust_font]

    def promise(self, leafgen: Leafgen) -> Callable[[Path], Expectation]:
        """What a file must say, by its name: a page for browsers repeats nothing on every page.

        Raises CommandError when that cannot be told from the words given."""
        if self.expect is not None:
            if self.indication or self.kind or self.fields.keys() - {"locale"}:
                raise CommandError("--expect says all there is to prove: give no other option but --locale")
            named = read_expect_file(self.expect, self.fields.get("locale", ""))
            return lambda _: named
        if not self.indication or not self.kind:
            raise CommandError("name what to verify: --indication and --kind, or --expect")
        if not self.fields.get("locale"):
            raise CommandError("name the language of what to verify: --locale")
        made: dict[bool, Expectation] = {}

        def ours(file: Path) -> Expectation:
            web = is_web_page(file)
            if web not in made:
                wanted = {**self.fields, "indication": self.indication, "kind": self.kind}
                made[web] = leafgen.make(wanted, web=web).expectation
            return made[web]

        return ours


def proof_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command all of these options, those of the request included; it receives them as `wanted`."""

    def run(fields: Mapping[str, str], **arguments: Any) -> None:
        own = {name: arguments.pop(name) for name, *_ in _OPTIONS}
        command(wanted=Wanted(fields, **(own | {"trust_font": own["trust_font"] or ()})), **arguments)

    parameters = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.name != "wanted"]
    parameters += [
        inspect.Parameter(name, _KIND, default=default, annotation=Annotated[kind, option])
        for name, kind, default, option in _OPTIONS
    ]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {}
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return request_options("leaflet", "label")(run)


def contents(file: Path) -> bytes:
    """A file's bytes. Raises InvalidInput when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{file} cannot be read: {error.strerror}") from error
