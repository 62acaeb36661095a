"""Sphinx reads the pages of `docs/` and those of the project's root; see scripts/docs.sh."""

from __future__ import annotations

import sys
from importlib.metadata import version as installed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "smsenc"
author = "the smsenc developers"
copyright = "the smsenc developers"
version = release = installed("smsenc")

extensions = ["myst_parser", "picture"]
myst_enable_extensions = ["colon_fence", "attrs_block"]
myst_heading_anchors = 4
root_doc = "docs/index"
exclude_patterns = ["docs/_site"]

# Annotations are written with short names, of which two modules may have the same.
suppress_warnings = ["ref.python"]

html_theme = "furo"
html_title = f"smsenc {version}"
html_static_path = ["style"]
html_css_files = ["smsenc.css"]
html_show_sphinx = False
html_copy_source = False
# Nothing is fetched from elsewhere: the pages can be read offline.
html_use_opensearch = ""
add_module_names = False
python_display_short_literal_types = True
