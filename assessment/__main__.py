"""`python -m assessment` is `cx-atlas`."""

from assessment.cli import main

raise SystemExit(main())
