"""From a Request to a Composition: which localised statements are printed, in which order."""
