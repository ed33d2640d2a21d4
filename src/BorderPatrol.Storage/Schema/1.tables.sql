-- Version 1, the same in DuckDB and PostgreSQL.
--
-- Times count 100 ns since 1970-01-01T00:00:00Z and durations count 100 ns, which is what .NET holds, so nothing is rounded.
-- A request is named by its run and its number in that run; its id as users see it is the first 8 digits of the run, a dash, the number.
-- The run comes first in every key, so that the tables can be partitioned or distributed by it.

-- A row for each version that the tables have been led to.
CREATE TABLE borderpatrol_version (
    version        integer  NOT NULL
);

CREATE TABLE run (
    run_id         uuid     NOT NULL, -- first half of the SHA-256 of the raw log's content
    raw_log        text     NOT NULL,
    imported       bigint   NOT NULL,
    start          bigint   NOT NULL,
    duration       bigint   NOT NULL,
    requests       bigint   NOT NULL,
    spans          bigint   NOT NULL,
    events         bigint   NOT NULL,
    processes      bigint   NOT NULL,
    hosts          text     NOT NULL,
    lost           bigint   NOT NULL,
    damaged        bigint   NOT NULL
);

CREATE TABLE request (
    run_id         uuid     NOT NULL,
    number         bigint   NOT NULL,
    start          bigint   NOT NULL,
    duration       bigint   NOT NULL,
    cpu_time       bigint   NOT NULL,
    minor_faults   bigint   NOT NULL,
    major_faults   bigint   NOT NULL,
    bytes_in       bigint   NOT NULL,
    bytes_out      bigint   NOT NULL,
    spans          integer  NOT NULL,
    processes      integer  NOT NULL,
    certainty      smallint NOT NULL, -- 0 proven, 1 inferred, 2 ambiguous, 3 incomplete
    client         text     NOT NULL,
    service        text     NOT NULL,
    protocol       text     NOT NULL,
    operation      text     NOT NULL,
    route          text     NOT NULL,
    status         text     NOT NULL,
    hosts          text     NOT NULL,
    reasons        text     NOT NULL
);

CREATE TABLE span (
    run_id         uuid     NOT NULL,
    request        bigint   NOT NULL, -- request.number
    start          bigint   NOT NULL,
    duration       bigint   NOT NULL,
    self_time      bigint   NOT NULL,
    cpu_time       bigint   NOT NULL,
    wait_time      bigint   NOT NULL,
    minor_faults   bigint   NOT NULL,
    major_faults   bigint   NOT NULL,
    bytes_in       bigint   NOT NULL,
    bytes_out      bigint   NOT NULL,
    sequence       integer  NOT NULL, -- place in the request's causal order, from 0
    parent         integer  NOT NULL, -- sequence of the span that asked; -1 none
    depth          integer  NOT NULL,
    process_id     integer  NOT NULL,
    thread_id      integer  NOT NULL,
    certainty      smallint NOT NULL,
    service        text     NOT NULL,
    protocol       text     NOT NULL,
    operation      text     NOT NULL,
    route          text     NOT NULL,
    text           text     NOT NULL,
    status         text     NOT NULL,
    program        text     NOT NULL,
    host           text     NOT NULL,
    peer           text     NOT NULL
);

-- Which request an activity worked for. Events are written before that is known, so they name their activity.
CREATE TABLE activity (
    run_id         uuid     NOT NULL,
    request        bigint   NOT NULL, -- request.number
    activity       bigint   NOT NULL
);

CREATE TABLE event (
    run_id         uuid     NOT NULL,
    activity       bigint   NOT NULL, -- 0 none
    sequence       bigint   NOT NULL, -- place in the run, from 0; orders events of the same time
    start          bigint   NOT NULL,
    duration       bigint   NOT NULL,
    result         bigint   NOT NULL,
    bytes          bigint   NOT NULL,
    process_id     integer  NOT NULL,
    thread_id      integer  NOT NULL,
    descriptor     integer  NOT NULL, -- -1 none
    host           text     NOT NULL,
    program        text     NOT NULL,
    call           text     NOT NULL,
    error          text     NOT NULL,
    arguments      text     NOT NULL,
    text           text     NOT NULL
);
