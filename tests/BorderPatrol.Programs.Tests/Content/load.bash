# Exercises the shell's ways of running others; prints what must not depend on timing.
cd "$TMPDIR" || exit 1
for ((i = 0; i < $1; i++)); do
    seq $((i * 100)) | grep -v 7 | sort -rn | sed -n 1,3p | tr '\n' ' ' | cat
    ls /no/such/file "$i" 2>&1 | wc -l
done
set -o pipefail
seq 100000 | head -1; echo "status ${PIPESTATUS[*]}"
false | true; echo "pipefail $?"

echo "== jobs"
set -m
for n in 1 2 3 4 5; do (exit "$n") & done
for n in 1 2 3 4 5; do wait "%$n"; echo "job $n ended with $?"; done
# It forks nothing while it waits: a shell that forks may lose a signal.
(exec 5<> <(:); trap 'echo "child got TERM"; exit 9' TERM; echo ready; while :; do read -rt 1 -u 5; done) > told & job=$!
until grep -qs ready told; do :; done
kill -TERM -- "-$job"; wait "$job"; echo "waited $?"; cat told
sleep 100 & sleeper=$!
kill -STOP $sleeper; until [[ $(ps -o stat= $sleeper) == T* ]]; do :; done
kill -CONT $sleeper; kill -KILL $sleeper; while kill -0 $sleeper 2>/dev/null; do :; done; wait $sleeper 2>/dev/null; echo "killed $?"
set +m

echo "== descriptors"
exec 7> seven 200> far; echo seven >&7; echo far >&200; exec 7>&- 200>&-; cat seven far
coproc REV { while read -r line; do echo "back: $line"; done; }
for word in one two three; do echo "$word" >&"${REV[1]}"; read -r line <&"${REV[0]}"; echo "$line"; done
exec {out}>&"${REV[1]}"; eval "exec ${REV[1]}>&- $out>&-"; wait "$REV_PID"
diff <(seq 5) <(seq 2 6); echo "diff $?"
mkfifo fifo; (echo "through a fifo" > fifo) & cat fifo; wait
cat <<< "here string" - < /dev/null
tee >(wc -c > counted) < <(head -c 100000 /dev/zero) | wc -c; until [[ -s counted ]]; do :; done; cat counted
ls -l /proc/self/fd | sed 1d | wc -l

echo "== others"
env -i /bin/sh -c 'echo "bare $-"'
unset LD_PRELOAD; /bin/echo still there
xargs -n 2 -P 4 sh -c 'echo "$(($1 + ${2:-0}))"' _ < <(seq 40) | sort -n | tail -3
find /usr/share/common-licenses -type f -exec sha256sum {} + | sort | sha256sum
timeout 5 cat < /dev/null; echo "timeout $?"
(ulimit -n 20; seq 3 | cat); nice -n 1 true; echo "nice $?"
trap 'echo "leaving with $?"' EXIT
{ bash -c 'kill -SEGV $$'; } 2>/dev/null; echo "segfault $?"
