"""Tests of leafgen.batch."""
