#!/bin/sh
# Makes .venv from the lock file and sees to the system libraries that Qt needs. Safe to run again.
set -eu
cd "$(dirname "$0")/.."

# What a Debian or Ubuntu without a desktop lacks: Qt's windowing libraries, and poppler, with which tests read PDFs.
QT_PACKAGES="libegl1 libgl1 libdbus-1-3 libfontconfig1 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 \
libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1"
TEST_PACKAGES="poppler-utils"

say() { printf 'rimland: %s\n' "$*"; }

python=""
for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || { say "Python 3.11 or newer is needed; install it or give PYTHON=/path/to/python3"; exit 1; }

missing=""
if command -v dpkg-query >/dev/null 2>&1; then
    for package in $QT_PACKAGES $TEST_PACKAGES; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    # The Python of Debian comes without the module that makes virtual environments.
    if [ ! -d .venv ] && ! "$python" -c 'import ensurepip' 2>/dev/null; then
        missing="$missing python3-venv"
    fi
fi
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ]; then
        say "installing system packages:$missing"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        # shellcheck disable=SC2086
        apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        say "these system packages are missing; please run:"
        say "    sudo apt-get install -y$missing"
        case "$missing" in *python3-venv*) exit 1 ;; esac
    fi
fi

[ -x .venv/bin/python ] || "$python" -m venv .venv
say "installing the locked packages"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
say "checking the copy (the first time the kernels are compiled, about a minute)"
.venv/bin/rimland self-test
touch .venv/.ready
