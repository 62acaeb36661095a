"""The directive ``picture``: a picture that the product makes of a value, as a notebook would show it.

    ```{picture}
    smsenc.encode("Grüße für 5 €")
    ```

The content is Python. The last line is an expression whose ``_repr_html_`` is put into the page.
"""

from __future__ import annotations

import ast
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


def evaluate(source: str) -> Any:
    """The value of the last expression, after the statements before it."""
    *before, last = ast.parse(source).body
    if not isinstance(last, ast.Expr):
        raise ValueError("the last line of a picture must be an expression")
    names: dict[str, Any] = {}
    exec("import smsenc", names)
    exec(compile(ast.Module(before, []), "<picture>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<picture>", "eval"), names)


class Picture(SphinxDirective):
    has_content: ClassVar[bool] = True

    def run(self) -> list[nodes.Node]:
        try:
            html = evaluate("\n".join(self.content))._repr_html_()
        except Exception as error:
            raise self.error(f"no picture: {type(error).__name__}: {error}") from error
        return [nodes.raw("", f'<div class="smsenc-picture">{html}</div>', format="html")]


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_directive("picture", Picture)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
