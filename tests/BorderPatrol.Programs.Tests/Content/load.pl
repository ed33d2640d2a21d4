# Exercises Perl's ways of talking to others; prints what must not depend on timing.
use strict;
use warnings;
use threads;
use Digest::SHA qw(sha256_hex);
use Fcntl qw(:flock);
use IO::Select;
use IO::Socket::INET;
use IPC::Open3;
use Socket;
use Storable qw(freeze thaw);
use Symbol 'gensym';
use Time::HiRes qw(ualarm);

$| = 1;
my $count = shift;

# A server that forks for every connection, and clients that fork, too.
my $listener = IO::Socket::INET->new(Listen => 10, LocalAddr => '127.0.0.1', Proto => 'tcp', ReuseAddr => 1) or die $!;
my $server = fork // die;
if (!$server) {
    for (1 .. 8) {
        my $client = $listener->accept or die $!;
        next if fork;
        while (my $line = <$client>) { print $client scalar reverse($line), "\n" }
        exit 0;
    }
    1 while wait > 0;
    exit 7;
}
my @told;
for my $number (1 .. 8) {
    pipe(my $reading, my $writing) or die;
    if (!fork) {
        my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $listener->sockport) or die $!;
        my $got = '';
        for my $step (1 .. $count) {
            print $socket "client $number step $step ", 'x' x ($step % 70), "\n";
            $got .= <$socket> . <$socket>;
        }
        print $writing sha256_hex($got), "\n";
        exit 0;
    }
    close $writing;
    push @told, $reading;
}
print "client: ", scalar <$_> for @told;
my %ended;
while ((my $child = wait) > 0) { $ended{ $child == $server ? 'server' : 'client' }{ $? >> 8 }++ }
print "$_ ended with ", join(',', map { "$_ x$ended{server}{$_}" } keys %{ $ended{server} }), "\n" for 'server';

# Pairs and select.
socketpair(my $one, my $other, AF_UNIX, SOCK_STREAM, PF_UNSPEC) or die;
my $select = IO::Select->new($one, $other);
print "ready at once: ", scalar(() = $select->can_read(0)), "\n";
syswrite $other, "abc" x 1000;
print "ready: ", join(',', map { $_ == $one ? 'one' : 'other' } $select->can_read(5)), "\n";
recv $one, my $peeked, 10, MSG_PEEK;
sysread $one, my $read, 100000;
print length($peeked), ' ', length($read), "\n";

# Children.
my $errors = gensym;
my $child = open3(my $in, my $out, $errors, 'sort', '-n');
print $in "$_\n" for reverse 1 .. 3000;
close $in;
print 'sorted ', sha256_hex(join '', <$out>), ' errors ', scalar(() = <$errors>), "\n";
waitpid $child, 0;
print `echo from a shell; exit 3`, $? >> 8, ' ', system('kill -TERM $$') & 127, ' ', system('/no/such/program') == -1 ? 'none' : 'some', "\n";
{
    local %ENV = (ONLY => 'this');
    print grep { /ONLY/ } `/usr/bin/env`;
}
open my $pipe, '-|', 'sh', '-c', 'seq 10000 | tail -1' or die;
print <$pipe>;
close $pipe;

# Threads.
my @threads = map { my $n = $_; threads->create(sub { my $sum = 0; $sum += $_ % ($n + 2) for 1 .. 50000; open my $file, '<', $0; my @lines = <$file>; return $sum + (@lines > 50 ? 1 : 0) }) } 1 .. 4;
print 'threads ', join(' ', map { $_->join } @threads), "\n";

# Files, signals, exec.
open my $file, '+>', "$ENV{TMPDIR}/file" or die;
flock $file, LOCK_EX;
print $file freeze({ list => [1 .. 100] });
seek $file, 0, 0;
{ local $/; print scalar @{ thaw(<$file>)->{list} }, "\n" }
my $rang = 0;
local $SIG{ALRM} = sub { $rang++ };
ualarm 1000;
select undef, undef, undef, 5;
print "rang $rang $!\n";
exec 'sh', '-c', 'echo executed; exit 0';
