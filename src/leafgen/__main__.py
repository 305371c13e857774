"""`python -m leafgen`: the command."""

from leafgen.cli.main import main

if __name__ == "__main__":
    main()
