#!/usr/bin/env bash
# check-mime: the MIME description is well formed, and the desktop then knows a project by its content
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/mime/packages"
cp "$1" "$folder/mime/packages/"
failed=0
if update-mime-database "$folder/mime" 2>&1 | grep -iE 'error|warn' >&2; then echo "not ok 1 well formed"; failed=1; else echo "ok 1 well formed"; fi
if grep -q 'application/vnd.weft.project' "$folder/mime/globs2"; then echo "ok 2 *.weft is known"; else echo "not ok 2 *.weft is known"; failed=1; fi
echo "1..2"
exit $failed
