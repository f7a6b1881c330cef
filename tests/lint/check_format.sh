#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# check_format.sh ROOT CLANG_FORMAT: every C file is laid out as .clang-format says; the fixture must be refused.
set -eu
root=$1
format=$2
cd "$root"
if "$format" --dry-run -Werror tests/lint/fixtures/badly-laid-out.c.txt --assume-filename=x.c 2>/dev/null; then
  echo "the formatter accepted the fixture that must fail"; exit 1
fi
files=$(find src tests -name '*.c' -o -name '*.h' -o -name '*.cpp' | sort)
[ -n "$files" ] || { echo "no file was read"; exit 1; }
"$format" --dry-run -Werror $files
echo "$(echo "$files" | wc -l) files read"
