#!/usr/bin/env bash
# check-po: POTFILES names every file with texts; zh_CN is complete and its formats fit; --fix rewrites POTFILES
cd "$(dirname "$0")/../.." || exit 2
wanted=$( (grep -rlE '\b(N_|_|C_|ngettext|g_dngettext) \(' app engine projects ui --include='*.c' --include='*.h' --include='*.def'
  grep -rl 'translatable="yes"' resources --include='*.ui'
  ls resources/desktop/*.in resources/*.gschema.xml 2>/dev/null) | LC_ALL=C sort)
if [ "${1:-}" = --fix ]; then
  echo "$wanted" > po/POTFILES
  exit
fi
failed=0
say ()
{
  if [ "$2" -eq 0 ]; then echo "ok $1"; else echo "not ok $1"; failed=1; fi
}
diff <(echo "$wanted") po/POTFILES >&2
say "1 POTFILES names every file with texts" $?
msgfmt --check --output-file=/dev/null po/zh_CN.po 2>&1 | sed 's/^/# /'
say "2 zh_CN has sound formats" "${PIPESTATUS[0]}"
pot=$(mktemp -d)
xgettext --from-code=UTF-8 --add-comments --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=ngettext:1,2 \
  --keyword=g_dngettext:2,3 --files-from=po/POTFILES --output="$pot/weft.pot" 2>/dev/null
msgmerge --quiet --no-fuzzy-matching --output-file="$pot/zh_CN.po" po/zh_CN.po "$pot/weft.pot"
missing=$(msgattrib --untranslated --no-obsolete "$pot/zh_CN.po" | grep -c '^msgid ')
fuzzy=$(msgattrib --only-fuzzy --no-obsolete "$pot/zh_CN.po" | grep -c '^msgid ')
msgattrib --untranslated --no-obsolete "$pot/zh_CN.po" | grep -A1 '^msgid ' | head -20 | sed 's/^/# /'
unflagged=$(awk 'BEGIN { RS = "" } /<PRI/ && !/c-format/' po/zh_CN.po | grep -c '^msgid ') # never found at run time
rm -rf "$pot"
say "3 every text has a Chinese one (missing: $missing, fuzzy: $fuzzy)" $((missing + fuzzy > 0))
say "4 every text with a number of 64 bits is marked as a format (not so: $unflagged)" $((unflagged > 0))
echo "1..4"
exit $failed
