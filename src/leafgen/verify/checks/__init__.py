"""The checks of a proof: one file each, found by leafgen.verify.catalogue."""
