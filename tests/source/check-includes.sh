#!/usr/bin/env bash
# check-includes: who may know whom, the quick version; the link of each room alone is the law
cd "$(dirname "$0")/../.." || exit 2
n=0
failed=0

# forbid ROOM PATTERN: no file of the room includes what matches
forbid ()
{
  n=$((n + 1))
  local hits
  hits=$(grep -rnE "^ *# *include *[<\"]($2)" "$1" --include='*.c' --include='*.h')
  if [ -n "$hits" ]; then
    echo "not ok $n $1 does not include $2"
    echo "$hits" | sed 's/^/# /'
    failed=1
  else
    echo "ok $n $1 does not include $2"
  fi
}

forbid engine 'gtk/|gdk/|cairo|gio/|sqlite3|adwaita|ui/|projects/|app/|stdio\.h'
forbid ui 'sqlite3|cblas|engine/ops/|engine/layers/|engine/kernels/|projects/|app/'
forbid projects 'gtk/|gdk/|cblas|adwaita|ui/|app/'
forbid tests 'app/'
n=$((n + 1))
hits=$(grep -rnE '(print|printerr|printf|format) \(.*"[^"]*%[-+ 0-9.]*[feg][^a-z]' app ui engine/graph --include='*.c' | grep -vE 'formatd|app/cli/gradcheck')
if [ -n "$hits" ]; then
  echo "not ok $n numbers that people read come from ui/base/format"
  echo "$hits" | sed 's/^/# /'
  failed=1
else
  echo "ok $n numbers that people read come from ui/base/format"
fi
# ordered ROOM FOLDER…: the room's folders in their order; each includes only what stands before it.
ordered ()
{
  local room=$1 seen= folder strays
  shift
  for folder in "$@"; do
    seen="$seen${seen:+|}$folder"
    n=$((n + 1))
    hits=$(grep -rnE "^ *# *include *\"$room/" "$room/$folder" --include='*.c' --include='*.h' | grep -vE "\"$room/($seen)/")
    if [ -n "$hits" ]; then
      echo "not ok $n $room/$folder includes only itself and what stands before it: $*"
      echo "$hits" | sed 's/^/# /'
      failed=1
    else
      echo "ok $n $room/$folder includes only itself and what stands before it"
    fi
  done
  n=$((n + 1))
  strays=$(find "$room" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | grep -vxE "$seen")
  if [ -n "$strays" ]; then echo "not ok $n every folder of $room has its place in the order: $strays"; failed=1
  else echo "ok $n every folder of $room has its place in the order"; fi
}

ordered engine base conditions param kernels ops optim graph blocks environments data metrics layers plan state run recipes train
ordered ui base context commands scene paint plots panels inspector canvas data gallery window
ordered app user pictures session host cli
n=$((n + 1))
hits=$(grep -rlE 'stdatomic\.h|\b__atomic_|\batomic_(load|store|fetch|exchange|compare)' engine projects ui app --include='*.c' --include='*.h' |
  grep -vE 'engine/base/(ring|slot|mailbox|pool|backed|errand|platform)\.[ch]|projects/store/queue\.[ch]')
if [ -n "$hits" ]; then
  echo "not ok $n atomics stand only in ring, slot, mailbox, pool, backed, errand and queue"
  echo "$hits" | sed 's/^/# /'
  failed=1
else
  echo "ok $n atomics stand only in ring, slot, mailbox, pool, backed, errand and queue"
fi
n=$((n + 1))
hits=$(find engine projects ui app tests -name '*.h' -printf '%f\n' | sort | uniq -d)
if [ -n "$hits" ]; then echo "not ok $n no two headers share a name: $hits"; failed=1
else echo "ok $n no two headers share a name"; fi
echo "1..$n"
exit $failed
