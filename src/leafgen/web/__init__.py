"""The web page for the counter, and the same jobs over HTTP: a face like the command line, with no lists of its own."""
