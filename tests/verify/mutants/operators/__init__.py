"""Mutations of a proven file: each loses, hides or changes one statement, and must be refused.

An operator changes its patient and returns the new file, or None where the statement offers nothing to change.
"""

from __future__ import annotations

from tests.verify.mutants.operators import covering, hiding, lying, placing, wording
from tests.verify.mutants.operators.registry import OPERATORS

__all__ = ["OPERATORS", "covering", "hiding", "lying", "placing", "wording"]
