#!/usr/bin/perl
# Reads what is posted, asks the service on port 9001 for the same tag and says what came: method, tag, length of the body, status of the service's answer.
use strict;
use warnings;
use IO::Socket::INET;

read STDIN, my $body, $ENV{CONTENT_LENGTH} || 0;
my ($tag) = $ENV{QUERY_STRING} =~ /^tag=(.*)/;
my $service = IO::Socket::INET->new("127.0.0.1:9001") or die;
print $service "GET /item?tag=$tag HTTP/1.0\r\n\r\n";
my ($status) = <$service> =~ / (\d+)/;
1 while <$service>;
print "Status: 201 Created\r\nContent-Type: text/plain\r\n\r\n", join(" ", $ENV{REQUEST_METHOD}, $tag, length $body, $status), "\n";
