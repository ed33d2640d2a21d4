<?php // mysql.php PORT: mysqlnd: prepared statements of mysqli and PDO, cursors, long data, a change of user.
$port = (int)$argv[1];
$db = new mysqli('127.0.0.1', 'web', 'secret', 'shop', $port);
$select = $db->prepare('select id, name, price from item where id = ? or name = ? /* tag */');
foreach ([[1, 'x'], [2, 'secret'], [9, 'none']] as [$id, $name]) {
    $select->bind_param('is', $id, $name);
    $select->execute();
    $select->get_result()->fetch_all();
}
$select->reset();
$select->close();
$update = $db->prepare('update item set name = ? where id = 3');
$blob = null;
$update->bind_param('b', $blob);
$update->send_long_data(0, str_repeat('thirty', 3));
$update->execute();
$call = $db->prepare('call twice(?)');
$call->bind_param('i', $id);
$call->execute();
do { if ($rows = $call->get_result()) $rows->fetch_all(); } while ($call->more_results() && $call->next_result());
$call->close();
$cursor = $db->stmt_init();
$cursor->prepare('select id from item order by id');
$cursor->attr_set(MYSQLI_STMT_ATTR_CURSOR_TYPE, MYSQLI_CURSOR_TYPE_READ_ONLY);
$cursor->execute();
$cursor->bind_result($id);
while ($cursor->fetch());
$cursor->close();
try { $db->prepare('select broken'); } catch (mysqli_sql_exception $e) { echo $e->getMessage(), "\n"; }
$db->stat();
$db->change_user('root', '', 'shop');
$db->multi_query("select 1; select 'x', 2");
do { if ($rows = $db->store_result()) $rows->free(); } while ($db->more_results() && $db->next_result());
$db->close();
$pdo = new PDO("mysql:host=127.0.0.1;port=$port;dbname=shop", 'web', 'secret', [PDO::ATTR_EMULATE_PREPARES => false]);
$statement = $pdo->prepare('select name from item where id = :id');
foreach ([1, 2] as $id) $statement->execute(['id' => $id]);
$statement = null;
$pdo = new PDO("mysql:host=127.0.0.1;port=$port;dbname=shop;charset=utf8mb4", 'web', 'secret');
$pdo->prepare('select name from item where id = ?')->execute([3]);
