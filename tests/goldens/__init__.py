"""What a sample of leaflets and labels says, how it is tagged and what it looks like, kept to be compared with."""
