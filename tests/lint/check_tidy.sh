#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# check_tidy.sh ROOT BUILD: clang-tidy over every C file of the programs; the fixture must be refused.
set -eu
root=$1
build=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$root/.clang-tidy" "$work/"
cp "$root/tests/lint/fixtures/suspicious.c.txt" "$work/suspicious.c"
if clang-tidy-14 --quiet "$work/suspicious.c" -- > /dev/null 2>&1; then
  echo "clang-tidy accepted the fixture that must fail"; exit 1
fi

if ! run-clang-tidy-14 -quiet -p "$build" -j 2 "^$root/src/.*\\.c\$" > "$work/log" 2>&1; then
  grep -E -A 4 'warning:|error:' "$work/log"
  exit 1
fi
read=$(grep -c 'clang-tidy-14 ' "$work/log" || true)
[ "$read" -gt 0 ] || { echo "no file was read"; cat "$work/log"; exit 1; }
echo "$read files read"
