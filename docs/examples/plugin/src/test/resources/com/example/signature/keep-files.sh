#!/bin/sh
# Keeps documents in the folder $KEPT: the smallest command that CommandStore can work with.
# Account names may be longer than file names may.
set -eu
umask 077
folder=$KEPT/$(printf %s "$2" | sha256sum | cut -c1-64)
file=$folder/$(printf %s "${3-}" | sha256sum | cut -c1-64)
case $1 in
  get) [ ! -f "$file" ] || cat "$file" ;;
  put)
    mkdir -p "$folder"
    cat >"$file.$$"
    printf '%s\n' "$3" >"$file.account"
    mv "$file.$$" "$file"
    ;;
  delete) rm -f "$file.account" "$file" ;;
  list) [ ! -d "$folder" ] || find "$folder" -name '*.account' -exec cat {} + ;;
esac
