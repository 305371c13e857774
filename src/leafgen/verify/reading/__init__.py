"""Reading a PDF once: glyphs with all that decides whether they are seen, lines, tags, pictures, second readers."""
