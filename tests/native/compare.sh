#!/bin/sh
# compare.sh [-v] LIBRARY PROGRAM[:WORD...]...: each program must print the same and end the same under the shim; with -v under valgrind
# as well, which must find nothing.
set -u
watch=
[ "$1" = -v ] && { watch="valgrind -q --error-exitcode=99 --child-silent-after-fork=yes"; shift; }
library=$(realpath "$1"); shift
folder=$(mktemp -d /dev/shm/bp-compare-XXXXXX)
trap 'rm -rf "$folder"' EXIT
for program; do
    command=$(echo "$program" | tr : " ")
    $watch $command >"$folder/plain" 2>&1 </dev/null; plain=$?
    LIBBTRACE_SPOOL=$folder/spool LD_PRELOAD=$library $watch $command >"$folder/traced" 2>&1 </dev/null; traced=$?
    if [ $plain != $traced ] || ! diff "$folder/plain" "$folder/traced"; then
        echo "$program under $watch $library: $traced, not $plain" >&2
        exit 1
    fi
    [ -n "$(ls "$folder/spool")" ] || { echo "$program recorded nothing" >&2; exit 1; }
    rm -rf "$folder/spool"
done
