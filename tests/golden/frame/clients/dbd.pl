use DBI; my $d = DBI->connect("dbi:Pg:host=127.0.0.1;port=$ARGV[0];dbname=shop;sslmode=disable", "postgres", "", {RaiseError => 1});
my $s = $d->prepare("select name from bulk where id = ? and name <> ? /* tag */"); $s->execute($_, "secret") && $s->fetchall_arrayref for 1 .. 2;
$d->do("update bulk set price = price + 1.25 where id = ?", undef, 3); $d->disconnect;
