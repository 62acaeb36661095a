#!/bin/sh
# The browser tests: what we draw, in a real Chromium without a window, offline. Screenshots are kept in build/screens.
#
#   scripts/browser.sh [pytest arguments ...]
#
#   BROWSER_INSTALL  no: use what is there, install nothing
#   SMSENC_CHROMIUM  the browser, if it is not on the PATH
#   CI               true: a browser that cannot be installed is a failure; otherwise the job is skipped, loudly
#
# Installs on Debian and Ubuntu only. Fonts for the scripts of the samples come with it, so that screenshots show letters.
set -eu

. "$(dirname -- "$0")/lib.sh"

packages='chromium fonts-noto-core fonts-noto-color-emoji'
fonts=/usr/share/fonts/truetype/noto

is_here() {
    { [ -n "${SMSENC_CHROMIUM:-}" ] || command -v chromium || command -v chromium-browser || command -v google-chrome; } \
        >/dev/null 2>&1
}

# cannot REASON: a failure where a machine was promised, skipped on that of a contributor.
cannot() {
    [ "${CI:-}" != true ] || fail "$*"
    skip "$*"
}

if ! is_here || [ ! -e "$fonts/NotoColorEmoji.ttf" ] || [ ! -e "$fonts/NotoSansArabic-Regular.ttf" ]; then
    # shellcheck disable=SC2086
    [ "${BROWSER_INSTALL:-yes}" = no ] || install_packages $packages
    is_here || cannot "no Chromium here; Debian and Ubuntu: apt install $packages"
    [ -e "$fonts/NotoColorEmoji.ttf" ] || loud "no emoji font: the screenshots show boxes in places"
fi

python=$(default_python)
environment browser "$python" "$(wheel "$python")" "$root/requirements/test.txt" "$root/tests/browser/requirements.txt"

# Away from the sources, so that only the installed package can be imported.
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT
cp -R "$root/tests/browser" "$away/browser"
cd "$away"
SMSENC_SCREENS=$build/screens
export SMSENC_SCREENS
rm -rf "$SMSENC_SCREENS"
"$build/env/browser/bin/python" -m pytest -p no:cacheprovider --import-mode=importlib -n 2 -rs browser "$@"
printf 'Screenshots: %s\n' "${SMSENC_SCREENS#"$root"/}"
