"""A dosage that stands in codes alone as a dose a day: so many tablets of a known product, at named times of day.

Nothing is guessed: a unit that is not the product's, a time that is none of ours, "three times a day" without saying
when, and whatever else an instruction holds leave it to the map file, and to the row's rejection.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from leafgen.batch.mapping import InputMap
from leafgen.content.locales import TIMES_OF_DAY
from leafgen.content.products import DoseUnit, Product

#: How systems write what a dose is counted in: words, UCUM annotations without their braces, and HL7's orderable forms.
_UNITS = {
    DoseUnit.TABLET: ("tablet", "tablets", "tablet(s)", "tab", "tabs", "tbl"),
    DoseUnit.CAPSULE: ("capsule", "capsules", "capsule(s)", "cap", "caps"),
    DoseUnit.SACHET: ("sachet", "sachets", "sachet(s)"),
}
#: Times of day of FHIR's EventTiming that are ours; meals are not, for they may be taken at any hour.
_WHEN = {"MORN": "morning", "NOON": "noon", "EVE": "evening", "HS": "bedtime"}
#: HL7's abbreviations for so many times a day (v3-GTSAbbreviation).
_TIMES_A_DAY = {"QD": 1, "BID": 2, "TID": 3, "QID": 4}
_ABBREVIATIONS = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"
_REPEAT = {"frequency", "period", "periodUnit", "when"}


def daily_dose(said: Mapping[str, Any], product: Product | None, names: InputMap) -> dict[str, str]:
    """The columns dose (mg a day) and times that an instruction's codes come to; empty where they say more than these,
    or less. `said`: the instruction without its words. `names.values["times"]` may say at which times "3 x / 1 d" is.
    """
    if product is None or set(said) != {"doseAndRate", "timing"}:
        return {}
    count, times, often = _count(said["doseAndRate"], product.unit), _when(said["timing"]), _often(said["timing"])
    if count is None or often is None:
        return {}
    if not times and often > 1:
        known = names.values.get("times", {}).get(f"{often} x / 1 d", "")
        every = TIMES_OF_DAY if often == len(TIMES_OF_DAY) else ()
        times = tuple(filter(None, (time.strip() for time in known.split(",")))) or every
        if len(times) != often:
            return {}
    dose = count * product.strength.high * often
    if dose != dose.to_integral_value():
        return {}
    return {"dose": f"{dose.to_integral_value():f}"} | ({"times": ",".join(times)} if times else {})


def _count(amounts: Any, unit: DoseUnit) -> Decimal | None:
    """How many units are taken at a time; None where the amount is not one number of them."""
    if len(amounts) != 1 or set(amounts[0]) - {"type", "id", "extension"} != {"doseQuantity"}:
        return None
    quantity = amounts[0]["doseQuantity"]
    if not {"value"} < set(quantity) <= {"value", "unit", "system", "code"}:
        return None
    words = {str(quantity.get(name, "")).lower().strip(" {}") for name in ("unit", "code")} - {""}
    return Decimal(str(quantity["value"])) if words and words <= set(_UNITS[unit]) else None


def _when(timing: Mapping[str, Any]) -> tuple[str, ...]:
    """The times of day that are named; none where one is not ours."""
    named = [_WHEN.get(code, "") for code in timing.get("repeat", {}).get("when", ())]
    return tuple(named) if all(named) and len(set(named)) == len(named) else ()


def _often(timing: Mapping[str, Any]) -> int | None:
    """How many times a day; None where it is not so many times on every day."""
    if set(timing) == {"code"}:
        codes = [item for item in timing["code"].get("coding", ()) if item.get("system") == _ABBREVIATIONS]
        return _TIMES_A_DAY.get(str(codes[0].get("code"))) if len(codes) == 1 else None
    repeat = timing.get("repeat", {})
    if set(timing) != {"repeat"} or not repeat or set(repeat) - _REPEAT:
        return None
    if (repeat.get("period", 1), repeat.get("periodUnit", "d")) != (1, "d"):
        return None
    if "when" not in repeat:
        often = repeat.get("frequency") if {"period", "periodUnit"} <= set(repeat) else None
        return often if isinstance(often, int) and often > 0 else None
    times = len(_when(timing))
    return times if times and repeat.get("frequency", times) == times else None
