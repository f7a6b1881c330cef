#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# check_po.sh ROOT DOMAIN: every translatable file is listed, every string is translated, nothing is stale.
set -eu
root=$1
domain=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"

grep -v '^#' po/POTFILES | grep -v '^$' > "$work/listed"
sort -u "$work/listed" > "$work/sorted"
cmp -s "$work/listed" "$work/sorted" || { echo "po/POTFILES is not sorted or names a file twice"; exit 1; }

{
  grep -lE '\b(_|N_|C_|ngettext|g_dngettext|g_dpgettext2) \(' $(find src -name '*.c') || true
  grep -lE 'translatable="yes"' $(find ui -name '*.ui') || true
} | sort -u > "$work/needed"
missing=$(comm -13 "$work/sorted" "$work/needed")
[ -z "$missing" ] || { echo "not in po/POTFILES:"; echo "$missing"; exit 1; }
for file in $(cat "$work/listed"); do
  [ -f "$file" ] || { echo "po/POTFILES names $file, which does not exist"; exit 1; }
done

# A literal title or label in a template that nobody marked.
untagged=$(grep -nE '<property name="(title|label|subtitle|tooltip-text|placeholder-text)">[^<]*[A-Za-z]{3}' $(find ui -name '*.ui') || true)
[ -z "$untagged" ] || { echo "not marked for translation:"; echo "$untagged"; exit 1; }

grep '\.c$' "$work/listed" | xargs xgettext --from-code=UTF-8 -L C --add-comments=Translators -k_ -kN_ -kC_:1c,2 -kngettext:1,2 \
  -kg_dngettext:2,3 -kg_dgettext:2 -kNC_:1c,2 -o "$work/c.pot"
grep '\.ui$' "$work/listed" > "$work/ui" || true
if [ -s "$work/ui" ]; then
  xargs xgettext --from-code=UTF-8 -o "$work/ui.pot" < "$work/ui"
  msgcat --use-first "$work/c.pot" "$work/ui.pot" -o "$work/$domain.pot"
else
  cp "$work/c.pot" "$work/$domain.pot"
fi

for language in $(cat po/LINGUAS); do
  po=po/$language.po
  msgfmt --check --check-accelerators=_ -o /dev/null "$po"
  msgcmp "$po" "$work/$domain.pot"
  if msgattrib --untranslated --no-obsolete "$po" | grep -q '^msgid "."'; then echo "$po: untranslated strings"; exit 1; fi
  if msgattrib --only-fuzzy --no-obsolete "$po" | grep -q '^msgid'; then echo "$po: fuzzy strings"; exit 1; fi
  if grep -q '^#~' "$po"; then echo "$po: stale strings (remove them with msgattrib --no-obsolete)"; exit 1; fi
done
echo "$(wc -l < "$work/listed") files and $(grep -c '^msgid' "$work/$domain.pot") strings read"
