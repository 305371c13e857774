"""Proven documents that wait for a patient's name: what one is, how it is made, kept, and found again."""
