"""Many patients at once: tables in, proven files out, nothing lost and nothing twice."""
