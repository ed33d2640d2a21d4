# lines.pl PORT: serves lines, a process a connection: `VERB WORD TAG` is answered by `OK TAG`. lines.pl HOST PORT LINE...: asks and reads as many answers.
use strict;
use warnings;
use IO::Socket::INET;

if (@ARGV > 1) {
    my ($host, $port, @lines) = @ARGV;
    my $server = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port) or die $!;
    print $server "$_\n" for @lines;
    $server->flush;
    for (@lines) { <$server> =~ /^OK / or die }
    exit;
}

$SIG{CHLD} = 'IGNORE';
my $listener = IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => $ARGV[0], Listen => 128, ReuseAddr => 1) or die $!;
while (my $client = $listener->accept) {
    next if fork;
    while (my $line = <$client>) {
        $line =~ s/\r?\n$//;
        print $client 'OK ', (split / /, $line)[2], "\n";
        $client->flush;
    }
    exit;
}
