"""The ground floor: errors, diagnostics, geometry and catalogues. Standard library only."""
