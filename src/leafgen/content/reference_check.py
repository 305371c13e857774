"""What content refers to: every source, fact and daily dose that is named is there, and whatever is said has a source.

Read from the parsed files, so that these faults are told together with those of types.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from leafgen.content.facts import Basis, Unit
from leafgen.content.model import Indication, Source
from leafgen.content.yaml_tree import Path, Tree
from leafgen.kernel.diagnostics import Diagnostics

_CORE = "leaflets/core/safety.yaml"
#: Files of leaflets/ that refer to no source: what they say is a language's or a clinic's own, or a heading.
_OWN = ("leaflets/locales/", "leaflets/clinics/")
_UNSOURCED = ("leaflets/core/wording.yaml", "leaflets/core/decisions.yaml")
_PRINTED_DOSE = "printed.dose"

#: Arguments that the request fills, not a fact.
DYNAMIC_ARGUMENTS = frozenset(
    {
        "clinic.name",
        "clinic.questions",
        "clinic.emergency",
        "clinic.ambulance",
        "clinic.website",
        "patient.dose",
        _PRINTED_DOSE,
    }
)
#: Forms of a fact an argument can ask for: `daily-dose:low`.
FACT_FORMS = frozenset({"", "low", "high", "amount"})


def check_references(trees: Mapping[str, Tree], sources: Iterable[Source], diagnostics: Diagnostics) -> None:
    """Every source and fact that is named exists, be it faulty otherwise; nothing is said without a source."""
    known = {source.id for source in sources}
    core = {f"core.{name}" for name in _fact_names(trees.get(_CORE))}
    for file, tree in trees.items():
        if not file.startswith("leaflets/") or file.startswith(_OWN):
            continue
        own = _fact_names(tree)
        for path, what, name in _references(tree):
            if what == "source" and name not in known:
                diagnostics.add(tree.place(path), f"there is no source {name!r} in core/sources.yaml")
            elif what == "fact" and (problem := _argument_problem(name, own, core)):
                diagnostics.add(tree.place(path), problem)
        for path, node in tree.walk() if file not in _UNSOURCED else ():
            if path[-1:] == ("source",) and node == []:
                diagnostics.add(tree.place(path), "no source: what is said was read somewhere")


def check_doses(trees: Mapping[str, Tree], indications: Iterable[Indication], diagnostics: Diagnostics) -> None:
    """The daily dose of an indication is one of its facts, and an amount that doses can be reckoned with."""
    for indication in indications:
        tree = trees[f"leaflets/{indication.id}.yaml"]
        dose = indication.facts.get(indication.dose) if indication.dose else None
        if indication.dose and dose is None:
            diagnostics.add(tree.place(("dose",)), "there is no such fact in this file")
        elif dose and (dose.unit is not Unit.MILLIGRAM or dose.basis is not Basis.ELEMENTAL):
            diagnostics.add(tree.place(("dose",)), "the daily dose must be in mg of elemental magnesium")
        for path, _, name in _references(tree) if not indication.dose else ():
            if name == _PRINTED_DOSE:
                diagnostics.add(tree.place(path), "the file names no daily dose", "name its fact in a line `dose:`")


def _fact_names(tree: Tree | None) -> set[str]:
    """The names under `facts` in a file, be their facts sound or not."""
    facts = tree.data.get("facts") if tree and isinstance(tree.data, Mapping) else None
    return set(facts) if isinstance(facts, Mapping) else set()


def _references(tree: Tree) -> Iterator[tuple[Path, str, str]]:
    """Every reference in the file: its path, "source" or "fact", and the id it names."""
    for path, node in tree.walk():
        if not isinstance(node, str):
            continue
        keys = [part for part in path if isinstance(part, str)]
        if keys[-1:] == ["source"]:
            yield path, "source", node
        elif len(keys) > 1 and keys[-2] == "arguments":
            yield path, "fact", node


def _argument_problem(name: str, own: set[str], core: set[str]) -> str:
    if name in DYNAMIC_ARGUMENTS:
        return ""
    fact, _, form = name.partition(":")
    if form not in FACT_FORMS:
        return f"{form!r} is no form of a fact: low, high or amount"
    if fact in own or fact in core:
        return ""
    return f"there is no fact {fact!r} in this file or in the core"
