<?php // mariadb.php HOST TAG clear|tls: prepared statements of mysqlnd: executed twice, read through a cursor, fed in pieces, with several results; and several statements at once.
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
[, $host, $tag, $sealed] = $argv;
$database = mysqli_init();
$database->real_connect($host, 'web', 'secret', 'site', 3306, null, $sealed === 'tls' ? MYSQLI_CLIENT_SSL | MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT : 0);

function same($expected, $found) { if ($expected !== $found) throw new Exception("$found is not $expected"); }

$query = $database->prepare("/* $tag prepared */ select name from item where id = ?");
$query->bind_param('i', $id);
foreach ([1 => 'one', 2 => 'two'] as $id => $name) {
    $query->execute();
    same($name, $query->get_result()->fetch_row()[0]);
}

$query = $database->prepare("/* $tag cursor */ select name from item where id > ?");
$query->attr_set(MYSQLI_STMT_ATTR_CURSOR_TYPE, MYSQLI_CURSOR_TYPE_READ_ONLY);
$query->bind_param('i', $id);
$query->execute();
$query->bind_result($name);
for ($names = ''; $query->fetch();) $names .= $name;
same('threefour', $names);
$query->close();

$query = $database->prepare("/* $tag pieces */ select length(?)");
$query->bind_param('b', $nothing);
foreach ([5000, 6000] as $length) $query->send_long_data(0, str_repeat('x', $length));
$query->execute();
same(11000, $query->get_result()->fetch_row()[0]);

$query = $database->prepare("/* $tag call */ call items(?)");
$query->bind_param('i', $id);
$query->execute();
same('two', $query->get_result()->fetch_row()[0]);
same(true, $query->next_result());
same('three', $query->get_result()->fetch_row()[0]);
same(true, $query->next_result());
$query->close();

$database->multi_query("/* $tag multi */ select 1; select name from item");
for ($rows = 0; $result = $database->store_result(); $database->next_result()) $rows += $result->num_rows;
same(5, $rows);
