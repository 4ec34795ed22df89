#!/usr/bin/env bash
# Installs what building fohc needs and a fresh Debian or Ubuntu machine lacks. Swift itself has to be there.
set -euo pipefail

if ! command -v swift >/dev/null; then
  echo "fohc needs Swift 6 or newer. Install it from swift.org, then run this again." >&2
  exit 1
fi

missing=()
pkg-config --exists yaml-0.1 2>/dev/null || missing+=(libyaml-dev)
pkg-config --exists libxxhash 2>/dev/null || missing+=(libxxhash-dev)
pkg-config --exists sqlite3 2>/dev/null || missing+=(libsqlite3-dev)
command -v pkg-config >/dev/null || missing+=(pkg-config)
for package in "$@"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "Please install: ${missing[*]} (or what your system calls them), then run this again." >&2
  exit 1
fi
echo "Installing ${missing[*]} ..."
run=()
[ "$(id -u)" -eq 0 ] || run=(sudo)
# A fresh machine is often still busy with its own updates: wait for the lock instead of failing.
wait=(-o DPkg::Lock::Timeout=120)
"${run[@]}" apt-get "${wait[@]}" update -qq
DEBIAN_FRONTEND=noninteractive "${run[@]}" apt-get "${wait[@]}" install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
