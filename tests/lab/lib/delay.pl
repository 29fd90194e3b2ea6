#!/usr/bin/perl
# delay.pl TAP TAP MS: a cable with a delay. Frames pass between the two tap devices, each way after
# MS/2. Does what tc's netem does, for kernels that were built without it.
use strict;
use warnings;
use Fcntl;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

use constant { TUNSETIFF => 0x400454ca, IFF_TAP => 0x0002, IFF_NO_PI => 0x1000, LONGEST_FRAME => 65536, LONGEST_QUEUE => 20_000 };

sub attach {
    my $name = shift;
    sysopen my $tap, '/dev/net/tun', O_RDWR | O_NONBLOCK or die "/dev/net/tun: $!\n";
    ioctl $tap, TUNSETIFF, pack('a16 S x22', $name, IFF_TAP | IFF_NO_PI) or die "$name: $!\n";
    return $tap;
}

my ($left, $right, $ms) = @ARGV;
my @taps = map { attach($_) } $left, $right;
my $delay = $ms / 2000;
my @queues = ([], []);    # frames that came in at that tap
$| = 1;
print "running\n";

while (1) {
    my @due = map { $_->[0][0] } grep { @$_ } @queues;
    my $wait = @due ? (sort { $a <=> $b } @due)[0] - clock_gettime(CLOCK_MONOTONIC) : undef;
    my $ready = '';
    vec($ready, fileno $_, 1) = 1 for @taps;
    select $ready, undef, undef, defined $wait && $wait < 0 ? 0 : $wait;
    my $now = clock_gettime(CLOCK_MONOTONIC);
    for my $i (0, 1) {
        while (1) {
            my $length = sysread $taps[$i], my $frame, LONGEST_FRAME;
            last if !defined $length && $!{EAGAIN};
            exit 0 unless $length;    # the device was removed
            push @{ $queues[$i] }, [$now + $delay, $frame] if @{ $queues[$i] } < LONGEST_QUEUE;
        }
        my $queue = $queues[$i];
        while (@$queue && $queue->[0][0] <= $now) {
            syswrite $taps[1 - $i], (shift @$queue)->[1];    # a frame that can't be sent is lost, as on a cable
        }
    }
}
