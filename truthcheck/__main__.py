"""`python -m truthcheck`."""

from truthcheck.cli import main

if __name__ == "__main__":
    main()
