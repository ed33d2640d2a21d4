#!/bin/sh
# Answers /cgi-bin/shop.sh?tag=r0001&steps=item,price&status=200: one query a step, each in its own words "backend:value" on a line.
parameter() { value=${QUERY_STRING#*"$1"=}; echo "${value%%&*}"; }
tag=$(parameter tag)
IFS=,
step=0
for table in $(parameter steps); do
    step=$((step + 1))
    set -- "$@" -c "/* tag=$tag step=$step */ SELECT pg_backend_pid() || ':' || name FROM $table WHERE id = $step"
done
printf 'Status: %s\r\nContent-Type: text/plain\r\n\r\nscript:%s\n' "$(parameter status)" "$$"
/usr/lib/postgresql/15/bin/psql -XAtq -h 192.168.0.2 -U web postgres "$@"
