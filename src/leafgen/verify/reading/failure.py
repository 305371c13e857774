"""What a second reader says of a file that it cannot read."""


class ReaderFailed(Exception):
    """A second reader could not read the file."""
