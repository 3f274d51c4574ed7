"""How the documentation becomes a site: ``make docs`` writes it to build/docs; nothing in it is fetched from elsewhere."""

from __future__ import annotations

project = "Kontor"
author = "The founders of Kontor"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["README.md"]
root_doc = "index"
html_theme = "furo"
html_title = "Kontor"
html_show_sphinx = False
html_static_path: list[str] = []
html_extra_path = ["reference/openapi.json"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
# Files that stand beside the site are told by their names; what is fetched from elsewhere is not looked at.
suppress_warnings = ["myst.xref_missing", "misc.highlighting_failure"]
