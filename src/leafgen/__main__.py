"""`python -m leafgen`: the command."""

from leafgen.cli.start import main

if __name__ == "__main__":
    main()
