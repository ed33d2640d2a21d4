<?php // site.php?tag=r0001&steps=3: as many tagged queries, by mysqli as text or, when their number is even, by PDO as prepared statements.
$steps = (int)$_GET['steps'];
$host = getenv('SITE_DATABASE');
$statement = fn(int $step): string => "/* tag={$_GET['tag']} step=$step */ select name from item where id = ";
if ($steps % 2 === 1) {
    $database = new mysqli($host, 'web', 'secret', 'site');
    for ($step = 1; $step <= $steps; $step++) $names[] = $database->query($statement($step) . $step)->fetch_row()[0];
} else {
    $database = new PDO("mysql:host=$host;dbname=site", 'web', 'secret', [PDO::ATTR_EMULATE_PREPARES => false]);
    for ($step = 1; $step <= $steps; $step++) {
        $query = $database->prepare($statement($step) . '?');
        $query->execute([$step]);
        $names[] = $query->fetchColumn();
    }
}
header('Content-Type: text/plain');
echo implode(' ', $names);
