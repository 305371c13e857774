"""From a Composition to a PDF: one engine per file."""
