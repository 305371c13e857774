"""What is wrong with a clinic's profile besides its types: numbers nobody can dial, what is named and not there.

Read from the parsed file, so that these faults are told together with those of its types.
"""

from __future__ import annotations

from collections.abc import Container

from leafgen.content.phone_numbers import is_ambulance, is_country, phone_problem
from leafgen.content.yaml_tree import Tree
from leafgen.kernel.diagnostics import Diagnostics

_LINES = frozenset({"questions", "emergency"})


def check_profile(tree: Tree, wording: Container[str], files: Container[str], diagnostics: Diagnostics) -> None:
    """Hold one profile to what is there: `wording` are the ids of core/wording.yaml, `files` those of the workspace."""
    profile = tree.data
    country, ambulance, logo = (profile.get(key) for key in ("country", "ambulance", "logo"))
    if isinstance(country, str) and not is_country(country):
        diagnostics.add(
            tree.place(("country",)), f"{country!r} is no country whose numbers are known", "ISO 3166, such as NL or GB"
        )
    elif isinstance(country, str):
        for path, node in tree.walk():
            if path[-1:] and path[-1] in _LINES and isinstance(node, str) and (problem := phone_problem(node, country)):
                diagnostics.add(tree.place(path), problem)
        if isinstance(ambulance, str) and ambulance and not is_ambulance(ambulance, country):
            diagnostics.add(
                tree.place(("ambulance",)),
                f"{ambulance!r} is not an emergency number of {country}",
                "a clinic's own line belongs under emergency",
            )
    for path, node in tree.walk():
        if path[-2:-1] != ("departments",) or not isinstance(node, dict) or node.get("name"):
            continue
        if isinstance(name := node.get("id"), str) and f"department-{name}" not in wording:
            diagnostics.add(
                tree.place(path),
                f"no name: core/wording.yaml has no department-{name}",
                "give it one in each language, such as name: {en: ..., nl: ...}",
            )
    for path, node in tree.walk():
        if path[-1:] == ("name",) and isinstance(node, str) and not node.strip():
            diagnostics.add(tree.place(path), "an empty name")
    if isinstance(logo, str) and logo and f"leaflets/clinics/{logo}" not in files:
        diagnostics.add(tree.place(("logo",)), f"there is no file leaflets/clinics/{logo}")
