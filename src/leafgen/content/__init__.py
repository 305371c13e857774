"""What leafgen knows: facts, statements, locales, clinics, stocks, and the workspace they are read from."""
