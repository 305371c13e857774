"""Reading a PDF back and proving that it says, visibly, what was promised. Knows nothing of how it was made."""
