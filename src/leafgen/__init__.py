"""leafgen: localised medical leaflets and pharmacy labels, proven to say what they must."""
