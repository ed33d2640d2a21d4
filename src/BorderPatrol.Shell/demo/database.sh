#!/bin/sh
# usage: database.sh FOLDER: makes a PostgreSQL cluster with the shop's one table in FOLDER/data. Runs as the user who will own the server.
set -e
initdb --no-sync -A trust -U shop -D "$1/data" >"$1/initdb.log"
postgres --single -D "$1/data" postgres >"$1/single.log" 2>&1 <<'SQL'
CREATE TABLE item (id integer PRIMARY KEY, price integer NOT NULL)
INSERT INTO item SELECT id, id * 100 FROM generate_series(1, 3) id
SQL
