#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# check_po.sh ROOT DOMAIN: every translatable file is listed, every string is translated, nothing is stale.
set -eu
root=$1
domain=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
LC_ALL=C.UTF-8
export LC_ALL

grep -v '^#' po/POTFILES | grep -v '^$' > "$work/listed"
sort -u "$work/listed" > "$work/sorted"
cmp -s "$work/listed" "$work/sorted" || { echo "po/POTFILES is not sorted or names a file twice"; exit 1; }

{
  grep -lE '\b(_|N_|C_|ngettext|g_dngettext|g_dpgettext2) \(' $(find src -name '*.c') || true
  grep -lE 'translatable="yes"' $(find ui -name '*.ui') || true
  find data -name '*.desktop.in' -o -name '*.metainfo.xml.in'
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
for kind in ui in; do
  grep "\\.$kind\$" "$work/listed" > "$work/$kind" || true
  [ ! -s "$work/$kind" ] || xargs xgettext --from-code=UTF-8 -o "$work/$kind.pot" < "$work/$kind"
done
msgcat --use-first "$work"/*.pot -o "$work/all"
mv "$work/all" "$work/$domain.pot"

# judge PO: says what is wrong with a translation, and fails.
judge ()
{
  msgfmt --check --check-accelerators=_ -o /dev/null "$1" || return 1
  msgcmp "$1" "$work/$domain.pot" || { echo "$1: untranslated or fuzzy strings"; return 1; }
  msgattrib --set-obsolete --ignore-file="$work/$domain.pot" "$1" > "$work/judged.po"
  ! grep -q '^#~' "$work/judged.po" || { echo "$1: strings that no file has any more"; return 1; }
  ! grep -q '[şţŞŢ]' "$1" || { echo "$1: ş or ţ with a cedilla"; return 1; }
}

# What this check must refuse: a hole, a doubt, a leftover, a wrong letter.
refuse ()
{
  ! judge "$work/broken.po" > "$work/said" 2>&1 || { echo "check_po.sh took $1"; exit 1; }
}
sample=po/ro.po
sed '0,/^msgstr "[^"]/s//msgstr ""\n#"/' "$sample" | grep -v '^#"' > "$work/broken.po"
refuse "an untranslated string"
msgattrib --set-fuzzy "$sample" > "$work/broken.po"
refuse "fuzzy strings"
{ cat "$sample"; printf '\nmsgid "No file says this."\nmsgstr "Nu mai scrie nicăieri."\n'; } > "$work/broken.po"
refuse "a leftover"
sed '/^msgstr/s/ș/ş/g' "$sample" > "$work/broken.po"
refuse "a cedilla"

for language in $(cat po/LINGUAS); do
  judge "po/$language.po"
done
echo "$(wc -l < "$work/listed") files and $(grep -c '^msgid' "$work/$domain.pot") strings read"
