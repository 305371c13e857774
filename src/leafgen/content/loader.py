"""Loads a workspace's content: every file, every fault at once as `file:line: path: message`."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from leafgen.content.clinics import Clinic
from leafgen.content.content import Content
from leafgen.content.decode import check_messages, decode
from leafgen.content.facts import Fact
from leafgen.content.fonts import FontList
from leafgen.content.locales import Locale
from leafgen.content.model import Contradiction, Core, Indication, ProductClass, Question, Source, Statement, Table
from leafgen.content.outline import LabelOutline, LeafletOutline
from leafgen.content.printers import Printer
from leafgen.content.products import Product
from leafgen.content.profile_check import check_profile
from leafgen.content.reference_check import check_doses, check_references
from leafgen.content.stocks import Stock, names
from leafgen.content.yaml_tree import Path, Tree, parse
from leafgen.kernel.catalogue import Catalogue, Entry
from leafgen.kernel.diagnostics import Diagnostics, Place
from leafgen.kernel.errors import EnvironmentLacking, InvalidInput

_WORDING = "leaflets/core/wording.yaml"
#: Ids are typed at a prompt, stand in names of files, and are parts of a statement's name, whose marks are . and #.
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: A printer has the id of its queue, which CUPS lets hold more.
_QUEUE = re.compile(r"[^\s/#]+")
_ID_ADVICE = "write it in letters a to z, digits and single dashes"

T = TypeVar("T")
E = TypeVar("E", bound=Entry)
ReadText = Callable[[str], str]


def load(files: Iterable[str], read: ReadText, fonts: Container[str]) -> Content:
    """Load from `files` (paths relative to the workspace) through `read`; `fonts` are the ids of its font families.

    Raises InvalidInput with every diagnostic of every file.
    """
    return _Loader(sorted(files), read).load(fonts)


def read_fonts(text: str, file: str) -> FontList:
    """The list of fonts. Raises EnvironmentLacking with every diagnostic."""
    diagnostics = Diagnostics()
    tree = parse(text, file, diagnostics)
    listed = decode(FontList, tree.data or {}, tree, (), diagnostics)
    if diagnostics or listed is None:
        raise EnvironmentLacking("the list of fonts is invalid", f"mend {file}", diagnostics)
    return listed


class _Loader:
    """One pass over the files; faults gather in `diagnostics` and are raised together at the end."""

    def __init__(self, files: list[str], read: ReadText) -> None:
        self.diagnostics = Diagnostics()
        self.all_files = frozenset(files)
        self.files = [file for file in files if file.endswith(".yaml")]
        self.read = read
        self.trees = {file: parse(read(file), file, self.diagnostics) for file in self.files}

    def load(self, fonts: Container[str]) -> Content:
        sources = self.entries("leaflets/core/sources.yaml", "sources", Source)
        contradictions = self.entries("leaflets/core/decisions.yaml", "contradictions", Contradiction)
        core = self.core()
        indications = self.whole("leaflets/", Indication, _owned_indication)
        locales = self.whole("leaflets/locales/", Locale)
        for locale in locales:
            if locale.font not in fonts:
                place = self.trees[f"leaflets/locales/{locale.id}/locale.yaml"].place(("font",))
                self.diagnostics.add(place, f"there is no font family {locale.font!r}", "name one of styles/fonts.yaml")
        clinics = self.whole("leaflets/clinics/", Clinic)
        stocks = self.stocks()
        printers = self.printers()
        products = self.products(core)
        leaflet = self.one("templates/leaflet.yaml", LeafletOutline)
        labels = self.labels(core)
        check_references(self.trees, sources, self.diagnostics)
        check_doses(self.trees, indications, self.diagnostics)
        self.check_decisions(contradictions, core, indications)
        self.check_clinics(core)
        if self.diagnostics or leaflet is None:
            count = len(self.diagnostics)
            raise InvalidInput(
                f"the content is invalid: {count} fault{'s' * (count != 1)}", diagnostics=self.diagnostics
            )
        return Content(
            Catalogue("source", sources), Catalogue("contradiction", contradictions), core,
            Catalogue("indication", indications), Catalogue("locale", locales), Catalogue("clinic", clinics),
            Catalogue("label stock", stocks, names(stocks)), Catalogue("printer", printers),
            Catalogue("product", products), leaflet, Catalogue("label profile", labels),
        )  # fmt: skip

    def mapping(self, file: str, keys: Iterable[str]) -> tuple[Tree, Mapping[str, Any]]:
        """The top mapping of `file`; a missing file, another type or unknown keys are faults."""
        tree = self.trees.get(file, Tree(file))
        if file not in self.trees:
            self.diagnostics.add(Place(file), "this file is missing")
        data = tree.data if isinstance(tree.data, Mapping) else {}
        if tree.lines and not data:
            self.diagnostics.add(tree.place(()), "the file is not a mapping of keys")
        for key in data:
            if key not in set(keys):
                self.diagnostics.add(tree.place((key,)), "unknown key")
        return tree, data

    def entries(self, file: str, key: str, kind: type[E]) -> list[E]:
        """The list under `key`, each entry decoded; an id that stands twice is a fault."""
        tree, data = self.mapping(file, (key,))
        return self.items(tree, data.get(key) or [], (key,), kind)

    def items(self, tree: Tree, values: Any, path: Path, kind: type[E]) -> list[E]:
        return [entry for _, entry in self.placed(tree, values, path, kind)]

    def placed(self, tree: Tree, values: Any, path: Path, kind: type[E]) -> list[tuple[int, E]]:
        """The entries of a list that could be decoded, each with its place among all."""
        if not isinstance(values, list):
            self.diagnostics.add(tree.place(path), "should be a list")
            return []
        self.check_ids(tree, values, path, _QUEUE if kind is Printer else _ID)
        decoded = ((at, decode(kind, value, tree, (*path, at), self.diagnostics)) for at, value in enumerate(values))
        return [(at, entry) for at, entry in decoded if entry is not None]

    def check_ids(self, tree: Tree, values: list[Any], path: Path, form: re.Pattern[str]) -> None:
        """Each id of a list stands once, and is one that can be typed and be part of a file's name."""
        seen: set[str] = set()
        for at, value in enumerate(values):
            identity = value.get("id") if isinstance(value, Mapping) else None
            if not isinstance(identity, str):
                continue
            place = tree.place((*path, at, "id"))
            if identity in seen:
                self.diagnostics.add(place, f"the id {identity!r} stands twice")
            seen.add(identity)
            if not form.fullmatch(identity):
                self.diagnostics.add(place, f"{identity!r} cannot be an id", _ID_ADVICE)

    def one(self, file: str, kind: type[T]) -> T | None:
        """A whole file as one object."""
        tree = self.trees.get(file)
        if tree is None:
            self.diagnostics.add(Place(file), "this file is missing")
            return None
        return decode(kind, tree.data or {}, tree, (), self.diagnostics)

    def whole(self, folder: str, kind: type[E], own: Callable[[E], E] = lambda entry: entry) -> list[E]:
        """Files directly in `folder` (or a locale.yaml one folder below), each one entry whose id is its name."""
        found = []
        for file in self.files:
            name = file.removeprefix(folder).removesuffix(".yaml").removesuffix("/locale")
            if not file.startswith(folder) or "/" in name:
                continue
            tree = self.trees[file]
            if kind is Indication:
                check_messages(tree, self.diagnostics)
                for key in ("statements", "tables", "questions"):
                    if isinstance(values := (tree.data or {}).get(key), list):
                        self.check_ids(tree, values, (key,), _ID)
            data = tree.data or {}
            identity = data.get("id") if isinstance(data, Mapping) else None
            if isinstance(identity, str) and identity != name:
                self.diagnostics.add(tree.place(("id",)), f"the id is {identity!r} but the file's name is {name!r}")
                data = {**data, "id": name}
            elif kind is not Locale and not _ID.fullmatch(name):
                self.diagnostics.add(Place(file), f"{name!r} cannot be an id", _ID_ADVICE)
            if entry := decode(kind, data, tree, (), self.diagnostics):
                found.append(own(entry))
        return found

    def core(self) -> Core:
        file = "leaflets/core/safety.yaml"
        tree, data = self.mapping(file, ("facts", "statements", "tables", "questions"))
        check_messages(tree, self.diagnostics)
        facts = {}
        for key, value in (data.get("facts") or {}).items():
            if fact := decode(Fact, value, tree, ("facts", key), self.diagnostics):
                facts[f"core.{key}"] = fact
        wording = self.entries(_WORDING, "statements", Statement)
        check_messages(self.trees.get(_WORDING, Tree(_WORDING)), self.diagnostics)
        statements = self.items(tree, data.get("statements") or [], ("statements",), Statement)
        tables = self.items(tree, data.get("tables") or [], ("tables",), Table)
        questions = self.items(tree, data.get("questions") or [], ("questions",), Question)
        return Core(
            facts,
            tuple(_owned_statement("core", statement) for statement in statements),
            tuple(_owned_table("core", table) for table in tables),
            tuple(_owned_question("core", question) for question in questions),
            {statement.id: replace(statement, id=f"wording.{statement.id}") for statement in wording},
        )

    def printers(self) -> list[Printer]:
        """The calibrated printers; there need be none."""
        file = "styles/printers.yaml"
        return self.entries(file, "printers", Printer) if file in self.trees else []

    def stocks(self) -> list[Stock]:
        found: list[Stock] = []
        owners: dict[str, Place] = {}
        for file in (file for file in self.files if file.startswith("styles/stocks/")):
            tree, data = self.mapping(file, ("vendor", "stocks"))
            vendor, values = data.get("vendor"), data.get("stocks") or []
            if not isinstance(vendor, str):
                self.diagnostics.add(tree.place(("vendor",)), "the vendor's name is missing")
            if isinstance(values, list):
                vendor = vendor if isinstance(vendor, str) else "?"
                values = [{"vendor": vendor, **value} if isinstance(value, Mapping) else value for value in values]
            for at, stock in self.placed(tree, values, ("stocks",), Stock):
                place = tree.place(("stocks", at))
                for problem in stock.problems():
                    self.diagnostics.add(place, f"{stock.id}: {problem}")
                for name in (stock.id, *stock.aliases):
                    if owner := owners.get(name):
                        self.diagnostics.add(place, f"{name!r} is the name of another stock: {owner}")
                    elif not _ID.fullmatch(name) and name != stock.id:
                        self.diagnostics.add(place, f"{name!r} cannot be an id", _ID_ADVICE)
                    owners[name] = place
                found.append(stock)
        return found

    def products(self, core: Core) -> list[Product]:
        """The products of every file; each is called by a message, and stands once."""
        found: dict[str, Product] = {}
        for file in (file for file in self.files if file.startswith("leaflets/products/")):
            tree, data = self.mapping(file, ("products",))
            values = data.get("products") or []
            for at, value in enumerate(values if isinstance(values, list) else ()):
                called = value.get("called") if isinstance(value, Mapping) else None
                if isinstance(called, str) and f"product-{called}" not in core.wording:
                    place = tree.place(("products", at, "called"))
                    self.diagnostics.add(place, f"core/wording.yaml has no product-{called}")
            for product in self.items(tree, values, ("products",), Product):
                if product.id in found:
                    self.diagnostics.add(tree.place(("products",)), f"another file has {product.id!r} too")
                found[product.id] = product
        return list(found.values())

    def labels(self, core: Core) -> list[LabelOutline]:
        """The label profiles: each statement a line names is there, and no class goes without."""
        found = self.whole("templates/labels/", LabelOutline)
        known = {f"wording.{name}" for name in core.wording} | {statement.id for statement in core.statements}
        for profile in found:
            tree = self.trees[f"templates/labels/{profile.id}.yaml"]
            for at, line in enumerate(profile.lines):
                for key, name in (("statement", line.statement), ("instead_of", line.instead_of)):
                    if name and name not in known:
                        self.diagnostics.add(tree.place(("lines", at, key)), f"there is no statement {name!r}")
        everywhere = {one for profile in found if not profile.countries for one in profile.product_classes}
        if lacking := set(ProductClass) - everywhere:
            named = ", ".join(sorted(lacking))
            self.diagnostics.add(Place("templates/labels"), f"no profile for every country is for: {named}")
        return found

    def check_decisions(self, contradictions: list[Contradiction], core: Core, indications: list[Indication]) -> None:
        """An undecided contradiction stops the build, both sources named; a decision concerns what is there."""
        tree = self.trees.get("leaflets/core/decisions.yaml", Tree(""))
        known = set(_identities(core)).union(*(_identities(indication) for indication in indications))
        # A file that could not be decoded has its own diagnostics: what refers to it is not at fault.
        owners = {"core", *(indication.id for indication in indications)}
        broken = {file for file in self.files if file.count("/") == 1 and file.startswith("leaflets/")}
        broken -= {f"leaflets/{owner}.yaml" for owner in owners}
        for at, dispute in enumerate(contradictions):
            for number, identity in enumerate(dispute.concerns):
                if identity not in known and f"leaflets/{identity.partition('.')[0]}.yaml" not in broken:
                    place = tree.place(("contradictions", at, "concerns", number))
                    self.diagnostics.add(place, f"there is no fact, statement, table or question {identity!r}")
            if len(dispute.sides) < 2:
                self.diagnostics.add(tree.place(("contradictions", at, "sides")), "a contradiction has two sides")
            if not dispute.decision.strip() or not dispute.because.strip():
                sides = "; ".join(f"{side.source} says {side.says!r}" for side in dispute.sides)
                self.diagnostics.add(
                    tree.place(("contradictions", at)), f"{dispute.id} is undecided: {sides}",
                    "write a decision and because",
                )  # fmt: skip

    def check_clinics(self, core: Core) -> None:
        """Each profile, be it faulty otherwise; exactly one of them is the default."""
        folder = "leaflets/clinics/"
        trees = [
            tree for file, tree in self.trees.items() if file.startswith(folder) and isinstance(tree.data, Mapping)
        ]
        for tree in trees:
            check_profile(tree, core.wording, self.all_files, self.diagnostics)
            for path, node in tree.walk():
                if path[-1:] in (("locations",), ("departments",)) and isinstance(node, list):
                    self.check_ids(tree, node, path, _ID)
        default = [tree.file.removeprefix(folder) for tree in trees if tree.data.get("default") is True]
        if trees and len(default) != 1:
            there = ", ".join(default) or "none"
            self.diagnostics.add(Place(folder.rstrip("/")), f"one clinic must be the default, there is: {there}")


def _identities(owner: Core | Indication) -> Iterator[str]:
    yield from owner.facts
    yield from (statement.id for statement in owner.statements)
    yield from (question.id for question in owner.questions)
    for table in owner.tables:
        yield table.id
        yield from (f"{table.id}.{row.id}" for row in table.rows)


def _owned_arguments(owner: str, arguments: Mapping[str, str]) -> dict[str, str]:
    return {name: value if "." in value else f"{owner}.{value}" for name, value in arguments.items()}


def _owned_statement(owner: str, statement: Statement) -> Statement:
    label = statement.label
    return replace(
        statement,
        id=f"{owner}.{statement.id}",
        arguments=_owned_arguments(owner, statement.arguments),
        label=label and replace(label, arguments=_owned_arguments(owner, label.arguments)),
    )


def _owned_table(owner: str, table: Table) -> Table:
    rows = tuple(
        replace(row, cells=tuple(replace(c, arguments=_owned_arguments(owner, c.arguments)) for c in row.cells))
        for row in table.rows
    )
    return replace(table, id=f"{owner}.{table.id}", rows=rows)


def _owned_question(owner: str, question: Question) -> Question:
    return replace(question, id=f"{owner}.{question.id}", arguments=_owned_arguments(owner, question.arguments))


def _owned_indication(indication: Indication) -> Indication:
    owner = indication.id
    return replace(
        indication,
        dose=indication.dose and f"{owner}.{indication.dose}",
        facts={f"{owner}.{key}": fact for key, fact in indication.facts.items()},
        statements=tuple(_owned_statement(owner, statement) for statement in indication.statements),
        tables=tuple(_owned_table(owner, table) for table in indication.tables),
        questions=tuple(_owned_question(owner, question) for question in indication.questions),
    )
