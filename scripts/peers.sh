#!/bin/sh
# The corpus of the tests through the peers of the package indexes, installed by name: messages a second side by side,
# and who is right where they differ. The peers of Node run if node and npm are here.
#
#   scripts/peers.sh [--count N]
set -eu

. "$(dirname -- "$0")/lib.sh"

need_cargo
cd "$root"
python=$(default_python)
environment peers "$python" "$(wheel "$python")" "$root/benches/peers/requirements.txt"
if command -v npm >/dev/null 2>&1; then
    mkdir -p "$build/peers"
    cp benches/peers/package.json "$build/peers/"
    if (cd "$build/peers" && npm install --silent --no-audit --no-fund >&2); then
        NODE_PATH=$build/peers/node_modules
        export NODE_PATH
    fi
fi
"$build/env/peers/bin/python" benches/peers/peers.py "$@"
