#!/bin/sh
# usage: serve.sh LOG PROGRAM [ARGUMENTS]: starts a server in the background, its output in LOG, and prints its process id.
log=$1
shift
"$@" </dev/null >"$log" 2>&1 &
echo $!
