-- Version 1, keys for PostgreSQL. DuckDB has none: it passes over blocks of rows by their smallest and largest values,
-- and an index would triple the time to load.

ALTER TABLE run ADD PRIMARY KEY (run_id);
ALTER TABLE request ADD PRIMARY KEY (run_id, number);
ALTER TABLE span ADD PRIMARY KEY (run_id, request, sequence);
ALTER TABLE activity ADD PRIMARY KEY (run_id, request, activity);
CREATE INDEX event_activity ON event (run_id, activity) WHERE activity <> 0;
