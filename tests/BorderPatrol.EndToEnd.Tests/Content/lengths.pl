# lengths.pl HOST PORT MESSAGE...: sends messages with their lengths before them, in one write, and reads as many answers.
use strict;
use warnings;
use IO::Socket::INET;

my ($host, $port, @messages) = @ARGV;
my $server = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port) or die $!;
syswrite $server, join '', map { pack 'N/a*', $_ } @messages;
for (@messages) {
    read $server, my $head, 4;
    read $server, my $answer, unpack 'N', $head;
    $answer =~ /^OK / or die;
}
