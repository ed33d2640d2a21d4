#!/bin/bash
# Process 1 of a machine: gives it its name, an empty /dev/shm and a boot id of its own, then adopts orphans until its standard input ends.
set -e
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
hostname "$1"
ip link set lo up
boot_id=/proc/sys/kernel/random/boot_id
mount -t tmpfs tmpfs /mnt
cat /proc/sys/kernel/random/uuid >/mnt/boot_id
chmod 444 /mnt/boot_id
mount --bind /mnt/boot_id $boot_id
echo ready
read -r _ || true
