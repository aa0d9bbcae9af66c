#!/usr/bin/env bash
# Makes an OCI image of the packaged agent, without a container engine and without a registry: an archive that podman, skopeo, containerd and
# Docker (25 or later) read. mmdebstrap gets the few packages of Debian's that the agent needs, their signatures checked; umoci writes the image.
#
#   packages/image/build.sh FOLDER ARCHITECTURE VERSION IMAGE.tar
#
#   FOLDER   the unpacked archive with runtime
#
# Needs mmdebstrap and umoci, and root. One commit and the same packages of Debian's make the same bytes.
set -euo pipefail

folder=$1 architecture=$2 version=$3 image=$4
release=trixie
# What the agent loads, and a shell with the few commands that its launcher uses. The JVM has certificates of its own.
packages=base-files,busybox,libbpf1,libc6
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1795132800} # project.build.outputTimestamp
created=$(date --utc --date "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)

for tool in mmdebstrap umoci; do
  command -v "$tool" >/dev/null || { echo "packages/image/build.sh: install $tool." >&2; exit 1; }
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# What distinguishes two runs of mmdebstrap: times, and lists that only apt reads.
mmdebstrap --quiet --variant=extract --architectures="$architecture" --include="$packages" \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  "$release" "$scratch/base" http://deb.debian.org/debian
rm -rf "$scratch"/base/{var/cache,var/log,var/lib/apt,dev,proc,sys,run,boot,root,home,mnt,media,srv,opt,debootstrap}
rm -f "$scratch"/base/var/lib/dpkg/*-old "$scratch"/base/etc/{apt,hostname,resolv.conf} 2>/dev/null || rm -rf "$scratch/base/etc/apt"
mkdir -p "$scratch"/base/{dev,proc,sys,run}
for command in sh cat dirname find ls readlink; do
  ln -sf busybox "$scratch/base/usr/bin/$command"
done
cat >"$scratch/base/etc/passwd" <<'TEXT'
root:x:0:0:root:/root:/bin/sh
borescope:x:65532:65532:Borescope agent:/var/lib/borescope:/bin/sh
TEXT
cat >"$scratch/base/etc/group" <<'TEXT'
root:x:0:
borescope:x:65532:
TEXT
install -d -o 65532 -g 65532 -m 0750 "$scratch/base/var/lib/borescope" "$scratch/base/var/cache/borescope"

mkdir -p "$scratch/agent"
cp -r --no-preserve=ownership --preserve=mode,links "$folder/." "$scratch/agent"
find "$scratch/base" "$scratch/agent" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +

layout=$scratch/layout
umoci init --layout "$layout"
umoci new --image "$layout:$version"
umoci insert --image "$layout:$version" --history.created "$created" --history.created_by "Debian $release: $packages" "$scratch/base" /
umoci insert --image "$layout:$version" --history.created "$created" --history.created_by "Java runtime" \
  "$scratch/agent/runtime" /usr/lib/borescope/runtime
rm -rf "$scratch/agent/runtime"
touch --date "@$SOURCE_DATE_EPOCH" "$scratch/agent"
umoci insert --image "$layout:$version" --history.created "$created" --history.created_by "Borescope $version" \
  "$scratch/agent" /usr/lib/borescope
umoci config --image "$layout:$version" --history.created "$created" --created "$created" --os linux --architecture "$architecture" \
  --config.user 65532:65532 --config.workingdir /var/lib/borescope \
  --config.env PATH=/usr/lib/borescope/bin:/usr/bin --config.env XDG_DATA_HOME=/var/lib --config.env BORESCOPE_CACHE=/var/cache/borescope \
  --config.entrypoint /usr/lib/borescope/bin/borescope --config.cmd run --config.cmd --config --config.cmd /etc/borescope/borescope.yaml \
  --config.label org.opencontainers.image.title=Borescope --config.label "org.opencontainers.image.version=$version" \
  --config.label org.opencontainers.image.licenses=Apache-2.0
umoci gc --layout "$layout"

tar --create --file "$image" --directory "$layout" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" .
