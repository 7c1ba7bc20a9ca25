"""`python -m tumen` is `tumen`."""

from tumen.cli.main import main

main()
