"""Mutation of proofs: PDFs that must be refused, and PDFs that must pass."""
