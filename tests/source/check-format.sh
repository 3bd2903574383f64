#!/usr/bin/env bash
# check-format: every C file as .clang-format says; --fix rewrites
cd "$(dirname "$0")/../.." || exit 2
mapfile -t files < <(find app engine projects ui tests -name '*.[ch]' | sort)
if [ "${1:-}" = --fix ]; then
  exec clang-format -i --style=file "${files[@]}"
fi
n=0
failed=0
for file in "${files[@]}"; do
  n=$((n + 1))
  if clang-format --style=file --dry-run -Werror "$file" >/dev/null 2>&1; then
    echo "ok $n $file"
  else
    echo "not ok $n $file"
    failed=1
  fi
done
echo "1..$n"
exit $failed
