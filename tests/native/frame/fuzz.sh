#!/bin/sh
# fuzz.sh BUILD GOLDEN PROGRAM NAME SECONDS: fuzzes from the recorded conversations of a protocol and says how many conversations have run; what breaks it stays in BUILD.
build=$1 golden=$2 program=$3 name=$4 seconds=$5
found=$build/corpus-$name log=$build/fuzz-$name.log
mkdir -p "$found"
case $name in
services) cp /etc/services "$found/" ;;
*) cp "$golden/$name"-*.conversation "$found/" ;;
esac
dictionary=
[ ! -f "$name.dict" ] || dictionary=-dict=$name.dict
export BP_PROTOCOL="$name" BP_VARIANTS="${FUZZ_VARIANTS:-64}"
# An input counts for what it reaches, not for how often: its relatives would make that another number each time.
# The time limits are far above the millisecond that an input takes, because a busy machine is no finding.
if "$build/$program" -max_total_time="$seconds" -use_counters=0 -timeout=60 -report_slow_units=60 -max_len="${FUZZ_LENGTH:-4096}" -detect_leaks=0 -rss_limit_mb=1024 \
    -print_final_stats=1 -verbosity=0 -artifact_prefix="$build/crash-$name-" $dictionary "$found" >"$log" 2>&1; then
    inputs=$(sed -n 's/.*number_of_executed_units: *//p' "$log") executions=$(sed -n 's/^executions: //p' "$log")
    echo "$name: ${executions:-$inputs} executions in $seconds seconds"
else
    cat "$log"
    exit 1
fi
