#!/usr/bin/perl
# Answers /cgi-bin/shop.pl?tag=r0001&steps=item,price&status=200: one query a step, each in its own words "backend:value" on a line.
use strict;
use warnings;
use DBI;

my %query = map { split /=/, $_, 2 } split /&/, $ENV{QUERY_STRING};
print "Status: $query{status}\r\nContent-Type: text/plain\r\n\r\nscript:$$\n";
my $shop = DBI->connect("dbi:Pg:host=192.168.0.2;dbname=postgres", "web", "", { RaiseError => 1 });
my $step = 0;
for my $table (split /,/, $query{steps}) {
    $step++;
    my $prepared = $shop->prepare("/* tag=$query{tag} step=$step */ SELECT pg_backend_pid() || ':' || name FROM $table WHERE id = ?");
    $prepared->execute($step);
    print $prepared->fetchrow_array, "\n";
}
$shop->disconnect;
