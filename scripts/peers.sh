#!/bin/sh
# Installs the big programs with which `make test-peers` opens exports. Safe to run again.
set -eu

PACKAGES="chromium libreoffice-impress fonts-crosextra-carlito poppler-utils python3-qgis"

missing=""
for package in $PACKAGES; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
    printf 'rimland: these packages are missing; please run:\n    sudo apt-get install -y%s\n' "$missing"
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $missing >/dev/null
