"""The request's options, given to every command that takes them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from leafgen.cli.request_fields import REQUEST_OPTIONS, RequestOption


def request_options(*kinds: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of these kinds of document; it receives them as `fields`, a dict of text. What is
    needed must be given where there is one kind only: a command for several says itself when it is."""
    chosen = [option for option in REQUEST_OPTIONS if set(option.kinds) & set(kinds)]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        def run(**arguments: Any) -> None:
            given = {option.field: arguments.pop(option.field) for option in chosen}
            fields = {name: "yes" if value is True else value for name, value in given.items() if value}
            command(fields=fields, **arguments)

        own = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.name != "fields"]
        options = [_parameter(option, needed=option.needed and len(kinds) == 1) for option in chosen]
        run.__signature__ = inspect.Signature([*own, *options])  # type: ignore[attr-defined]
        run.__annotations__ = {}
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        return run

    return decorate


def _parameter(option: RequestOption, *, needed: bool) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    if option.flag:
        annotation: Any = Annotated[bool, typer.Option(option.name, help=option.help)]
        return inspect.Parameter(option.field, kind, default=False, annotation=annotation)
    annotation = Annotated[str, typer.Option(option.name, help=option.help, metavar=option.metavar, show_default=False)]
    default = inspect.Parameter.empty if needed else ""
    return inspect.Parameter(option.field, kind, default=default, annotation=annotation)
