#!/usr/bin/perl
# line.pl PORT: asks a server of lines; line.pl serve PORT: is one, for one connection.
use strict;
use warnings;
use IO::Socket::INET;

if ($ARGV[0] eq 'serve') {
    my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $ARGV[1], Listen => 1, ReuseAddr => 1) or die $!;
    my $client = $listener->accept or die $!;
    while (my $line = <$client>) {
        $line =~ s/\r?\n//;
        my ($verb, $rest) = $line =~ /^([^ ]*) ?(.*)/;
        print $client $verb eq 'LENGTH' ? "OK " . length($rest) . "\n" : $verb eq 'ECHO' ? "$rest\r\n" : "unknown: $line\n";
        $client->flush;
    }
    exit;
}

my $server = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $ARGV[0]) or die $!;
for my $asked ("LENGTH of this\n", "ECHO a\tb\\\xc3\xa9\r\n", "\n", "LENGTH " . 'x' x 9000 . "\n", "LENGTH\nECHO one\nECHO two\n", "a-verb-that-is-longer-than-others\n") {
    print $server $asked;
    $server->flush;
    <$server> for 1 .. ($asked =~ tr/\n//);
}
