"""``python -m smsenc``: the same command as ``smsenc``."""

from __future__ import annotations

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
