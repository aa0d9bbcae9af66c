#!/bin/sh
# A copy of this machine's file system that a test may change: an overlay whose changes lie in memory. Prints "ready", stays until its input
# ends, and is then gone with all that was changed. Processes, kernel and network are the machine's own.
#
#   unshare --mount --propagation private sandbox.sh PACKAGES
#
#   PACKAGES   the folder that is /mnt in it
set -eu

scratch=$(mktemp -d)
mount -t tmpfs tmpfs "$scratch"
mkdir "$scratch/changes" "$scratch/work" "$scratch/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$scratch/changes,workdir=$scratch/work" "$scratch/root"
for folder in proc sys dev; do
  mount --rbind "/$folder" "$scratch/root/$folder"
done
mount -t tmpfs tmpfs "$scratch/root/run" # without systemd's socket: nothing in here may reach the machine's own services
mount -t tmpfs tmpfs "$scratch/root/tmp"
mount --bind "$1" "$scratch/root/mnt"

cd "$scratch/root"
# shellcheck disable=SC2016 # it expands in there
exec chroot . /bin/sh -c 'echo ready; read -r _ || true'
