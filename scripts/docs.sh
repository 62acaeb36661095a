#!/bin/sh
# Builds the documentation into build/site: the pages of docs/ and of the project's root, the API reference from the stub,
# pictures made by the product. Every warning is an error; Sphinx follows links into pages, and LinkChecker those
# between what was built.
set -eu

. "$(dirname -- "$0")/lib.sh"

python=$(default_python)
wheel=$(wheel "$python")
environment docs "$python" "$wheel" "$root/requirements/docs.txt"
bin=$build/env/docs/bin
source=$build/docs/source
site=$build/site
rm -rf "$build/docs" "$site"
mkdir -p "$source"
# The tree as it is, so that links between pages are those that a reader of the repository follows.
(cd "$root" && find ./*.md LICENSE* docs examples tables/SOURCES.md tests/vectors/SOURCES.md -type f | tar -cf - -T -) | tar -xf - -C "$source"
"$bin/python" "$root/scripts/api_reference.py" "$root/python/smsenc" "$source/docs/api"
"$bin/python" -m sphinx -c "$source/docs/_site" -b html -q -W --keep-going -j auto "$source" "$site"
cat >"$site/index.html" <<'END'
<!doctype html>
<meta charset="utf-8">
<title>smsenc</title>
<meta http-equiv="refresh" content="0; url=docs/index.html">
<a href="docs/index.html">The documentation of smsenc</a>
END
"$bin/linkchecker" --no-status -o text "$site/docs/index.html" >"$build/docs/links.txt" 2>&1 || {
    cat "$build/docs/links.txt"
    fail "a link leads nowhere"
}
tail -n 3 "$build/docs/links.txt"
printf 'Open %s\n' "${site#"$root"/}/index.html"
