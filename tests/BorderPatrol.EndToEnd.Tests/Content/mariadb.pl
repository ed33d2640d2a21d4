# mariadb.pl HOST TAG clear|tls: a prepared statement of libmariadb, executed twice, and a text with several results.
use strict;
use warnings;
use DBI;

my ($host, $tag, $sealed) = @ARGV;
my $secrecy = $sealed eq 'tls' ? ';mariadb_ssl=1;mariadb_ssl_optional=1' : '';
my $database = DBI->connect("dbi:MariaDB:host=$host;database=site$secrecy", 'web', 'secret', { RaiseError => 1, PrintError => 0 });
my $query = $database->prepare("/* $tag prepared */ select name from item where id = ?", { mariadb_server_prepare => 1 });
for my $id (1, 2) {
    $query->execute($id);
    die if $query->fetchrow_array ne ('one', 'two')[$id - 1];
    $query->finish;
}
my $call = $database->prepare("/* $tag call */ call items(?)");
$call->execute(3);
die if $call->fetchrow_array ne 'three';
$call->more_results or die;
die if $call->fetchrow_array ne 'four';
$call->finish;
$database->disconnect;
