CREATE ROLE web LOGIN;

CREATE ROLE clerk LOGIN PASSWORD 'till';

CREATE TABLE item AS SELECT id, 'item ' || id AS name FROM generate_series(1, 100) AS id;

CREATE TABLE price AS SELECT id, 'price ' || id * 10 AS name FROM generate_series(1, 100) AS id;

CREATE TABLE stock AS SELECT id, 'stock ' || id % 7 AS name FROM generate_series(1, 100) AS id;

GRANT SELECT ON item, price, stock TO web, clerk;
