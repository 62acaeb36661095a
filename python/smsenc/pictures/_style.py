"""The style of a picture: scoped by one class, no script, no file, nothing from the network.

Light and dark follow the reader's system (``prefers-color-scheme``), or the theme of the page around it where that
says so in an attribute (JupyterLab, VS Code, documentation sites). Every pair of colours reaches the contrast of
WCAG 2 level AA; the browser tests measure it. What a colour says is said by a pattern or an underline as well.
"""

from __future__ import annotations

__all__ = ["PAGE_STYLE", "STYLE"]

_LIGHT = """
--sms-panel:#fff;--sms-ink:#1b1f24;--sms-soft:#57606a;--sms-line:#8c959f;--sms-hair:#d8dee4;--sms-plain:#3f7cd6;
--sms-head:#57606a;--sms-head2:#aeb6bf;--sms-good:#116329;
--sms-c1:#0b6e5a;--sms-t1:#c9f2e6;--sms-c2:#9a5b00;--sms-t2:#ffe3ad;
--sms-c3:#b3261e;--sms-t3:#ffd6d2;--sms-c4:#7a32c4;--sms-t4:#ecd9ff
"""
_DARK = """
--sms-panel:#14181d;--sms-ink:#e6edf3;--sms-soft:#a3afbb;--sms-line:#6b7682;--sms-hair:#313a44;--sms-plain:#4f8fee;
--sms-head:#a3afbb;--sms-head2:#3f4954;--sms-good:#56d364;
--sms-c1:#3cd0ad;--sms-t1:#0b4338;--sms-c2:#f2b632;--sms-t2:#543a02;
--sms-c3:#ff8f86;--sms-t3:#651f1b;--sms-c4:#cba6ff;--sms-t4:#472370
"""

_RULES = """
.smsenc{color-scheme:light dark;box-sizing:border-box;max-width:60rem;margin:.5rem 0;padding:1rem 1.15rem;
border:1px solid var(--sms-hair);border-radius:10px;background:var(--sms-panel);color:var(--sms-ink);
font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;text-align:start}
.smsenc *{box-sizing:border-box}
.smsenc p.sms-sum{margin:0 0 .9rem;color:var(--sms-soft);font-size:14px}
.smsenc p.sms-sum b{color:var(--sms-ink);font-size:17px;font-weight:650;margin-inline-end:.2em}
.smsenc ol.sms-rows{list-style:none;margin:0;padding:0}
.smsenc li.sms-row{margin:0 0 1rem;padding:0}
.smsenc .sms-cap{display:flex;flex-wrap:wrap;justify-content:space-between;column-gap:1em;font-size:12.5px;
color:var(--sms-soft);font-variant-numeric:tabular-nums}
.smsenc .sms-cap b{color:var(--sms-ink);font-weight:600}
.smsenc .sms-bar{display:flex;height:14px;margin:.15rem 0 .3rem;border-radius:4px;overflow:hidden;
border:1px solid var(--sms-line);background:var(--sms-panel)}
.smsenc .sms-bar i{display:block;flex:0 1 0;min-width:0;height:100%}
.smsenc .sms-h{background:repeating-linear-gradient(135deg,var(--sms-head) 0 3px,var(--sms-head2) 3px 6px)}
.smsenc .sms-f{background:var(--sms-head)}
.smsenc .sms-k0{background:var(--sms-plain)}
.smsenc .sms-k1{background:repeating-linear-gradient(90deg,var(--sms-c1) 0 3px,var(--sms-t1) 3px 4px)}
.smsenc .sms-k2{background:linear-gradient(var(--sms-c2) 38%,var(--sms-t2) 38% 62%,var(--sms-c2) 62%)}
.smsenc .sms-k3{background:var(--sms-c3)}
.smsenc .sms-k4{background:linear-gradient(var(--sms-t4) 25%,var(--sms-c4) 25% 75%,var(--sms-t4) 75%)}
.smsenc .sms-e{background:var(--sms-panel)}
.smsenc .sms-text{margin:0;font-size:17px;line-height:1.75;white-space:pre-wrap;overflow-wrap:anywhere;
unicode-bidi:plaintext;text-align:start;overflow:hidden;font-family:inherit;color:var(--sms-ink)}
.smsenc .sms-hex{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:13.5px;word-spacing:.15em}
.smsenc mark{background:none;color:inherit;padding:0;margin:0;border-radius:0}
.smsenc .sms-text :hover{box-shadow:0 0 0 1px var(--sms-ink)}
.smsenc mark.sms-1,.smsenc i.sms-1,.smsenc bdi.sms-1{background:var(--sms-t1);border-bottom:3px dotted var(--sms-c1)}
.smsenc mark.sms-2,.smsenc i.sms-2,.smsenc bdi.sms-2{background:var(--sms-t2);border-bottom:4px double var(--sms-c2)}
.smsenc mark.sms-3,.smsenc i.sms-3,.smsenc bdi.sms-3{background:var(--sms-t3);border-bottom:2px solid var(--sms-c3)}
.smsenc mark.sms-4,.smsenc i.sms-4,.smsenc bdi.sms-4{background:var(--sms-t4);border-bottom:3px dashed var(--sms-c4)}
.smsenc mark.sms-wide{padding:0 2px}
.smsenc .sms-sp{background:radial-gradient(circle at 50% 56%,var(--sms-line) 0 1px,transparent 1.4px)}
.smsenc .sms-in{display:inline-block;unicode-bidi:isolate;direction:ltr;margin:0 1px;padding:0 3px;
border:1px solid var(--sms-line);border-radius:3px;font:600 10.5px/1.35 ui-monospace,"DejaVu Sans Mono",monospace;
vertical-align:.12em;color:inherit}
.smsenc .sms-cut{color:var(--sms-c3);font-size:13px;unicode-bidi:isolate}
.smsenc .sms-new{outline:1px dashed var(--sms-good);outline-offset:-1px}
.smsenc p.sms-key-line{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin:.2rem 0 0;font-size:12.5px;
color:var(--sms-soft)}
.smsenc .sms-key-line span{white-space:nowrap}
.smsenc .sms-key{display:inline-block;width:1.15em;height:1.15em;margin-inline-end:.4em;vertical-align:-.22em;
border-radius:2px}
.smsenc .sms-key.sms-e,.smsenc .sms-key.sms-0{border:1px solid var(--sms-line)}
.smsenc h3.sms-h3{margin:1rem 0 .35rem;font-family:inherit;font-size:13px;font-weight:600;line-height:1.4;
color:var(--sms-ink)}
.smsenc p.sms-why{margin:.5rem 0 .35rem;font-size:13px;color:var(--sms-soft)}
.smsenc ul.sms-costs{display:flex;flex-wrap:wrap;gap:.35rem;list-style:none;margin:0;padding:0}
.smsenc .sms-costs li{margin:0;padding:.05rem .55rem .05rem .3rem;border:1px solid var(--sms-hair);border-radius:7px;
font-size:12px;line-height:1.9;color:var(--sms-soft);max-width:100%;overflow-wrap:anywhere}
.smsenc .sms-costs li b{font-weight:600;color:var(--sms-ink);white-space:nowrap}
.smsenc .sms-costs li>bdi{display:inline-block;min-width:1.5em;padding:0 .15em;margin:0 .25em 0 0;
border-radius:3px 3px 0 0;font-size:16px;line-height:1.4;text-align:center;color:var(--sms-ink)}
.smsenc .sms-costs b bdi{padding:0 .35em;border-radius:3px;background:var(--sms-hair);font-size:14px}
.smsenc p.sms-note{margin:.4rem 0 0;font-size:13px;color:var(--sms-soft)}
.smsenc ol.sms-ways{margin:0;padding:0;list-style:none}
.smsenc .sms-ways li{margin:0 0 .45rem;padding:.45rem .7rem;border:1px solid var(--sms-hair);border-radius:7px}
.smsenc .sms-ways b{font-weight:600}
.smsenc .sms-ways .sms-save{color:var(--sms-good);font-weight:600}
.smsenc .sms-ways .sms-soft{color:var(--sms-soft)}
.smsenc .sms-ways .sms-text{font-size:14.5px;line-height:1.6;color:var(--sms-soft)}
@media (forced-colors:active){.smsenc .sms-bar,.smsenc .sms-key{forced-color-adjust:none}}
"""


def _compact(rules: str) -> str:
    return rules.replace("\n", "")


def _themed() -> str:
    light, dark = _compact(_LIGHT), _compact(_DARK)
    dark_hosts = (
        '[data-jp-theme-light="false"]',
        "body.vscode-dark",
        '[data-theme="dark"]',
        'html[theme="dark"]',
        '[data-md-color-scheme="slate"]',
    )
    light_hosts = (
        '[data-jp-theme-light="true"]',
        "body.vscode-light",
        '[data-theme="light"]',
        'html[theme="light"]',
        '[data-md-color-scheme="default"]',
    )
    inside = "{} .smsenc".format
    return (
        f".smsenc{{{light}}}"
        f"@media (prefers-color-scheme:dark){{.smsenc{{{dark}}}}}"
        f"{','.join(map(inside, dark_hosts))}{{{dark};color-scheme:dark}}"
        f"{','.join(map(inside, light_hosts))}{{{light};color-scheme:light}}"
    )


STYLE = _themed() + _compact(_RULES)
"""Of a fragment: every selector begins with the class of the picture, or with a host's theme before it."""

PAGE_STYLE = (
    "html{color-scheme:light dark}"
    "body{margin:0;background:#f3f5f7;color:#1b1f24;"
    'font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}'
    "main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem}"
    "main>h1{font-size:1.3rem;margin:0 0 1rem}main>h2{font-size:1rem;margin:1.6rem 0 .4rem;font-weight:600}"
    "main .smsenc{max-width:none}"
    "@media (prefers-color-scheme:dark){body{background:#0b0e12;color:#e6edf3}}"
)
"""Of a page around pictures."""
