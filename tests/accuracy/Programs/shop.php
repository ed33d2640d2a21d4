<?php // /shop?mark=r000001x0&plan=abc: a query for each letter, of the table that it stands for.
const TABLES = ['a' => 'item', 'b' => 'price', 'c' => 'stock'];
$tag = substr($_GET['mark'], 0, 7);
// Statements are sent as they are, not prepared.
$database = new PDO(getenv('SHOP_DATABASE'), 'web', 'secret', [PDO::ATTR_EMULATE_PREPARES => true]);
foreach (str_split($_GET['plan']) as $index => $letter) {
    $step = $index + 1;
    $row = $database->query("/* {$tag}x$step */ SELECT name FROM " . TABLES[$letter] . " WHERE id = $step")->fetch();
    if (!str_starts_with($row[0], TABLES[$letter])) throw new Exception("$step: {$row[0]}");
}
header('Content-Type: text/plain');
echo "$tag {$_GET['plan']}";
