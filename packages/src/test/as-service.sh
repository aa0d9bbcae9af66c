#!/bin/sh
# Runs the installed agent as its unit does, as far as that goes without systemd: the unit's user, capabilities and folders that it may write.
# What is not imitated: the filter of system calls and address families, see UnitFilter.
#
#   unshare --mount as-service.sh UNIT ARGUMENTS...
set -eu

unit=$1
shift
setting() { sed -n "s/^$1=//p" "$unit"; }
# CAP_BPF CAP_PERFMON -> -all,+bpf,+perfmon
only() { printf -- '-all'; for capability; do printf ',+%s' "${capability#CAP_}" | tr '[:upper:]' '[:lower:]'; done; }

# shellcheck disable=SC2046 # lists of words
ambient=$(only $(setting AmbientCapabilities)) bounding=$(only $(setting CapabilityBoundingSet))
user=$(setting User)

[ "$(setting ProtectSystem)" = strict ]
for folder in "$(setting StateDirectory)" "$(setting CacheDirectory)"; do
  for kind in lib cache; do
    [ ! -d "/var/$kind/$folder" ] || mount --bind "/var/$kind/$folder" "/var/$kind/$folder"
  done
done
mount -t tmpfs tmpfs /tmp # PrivateTmp
mount -o remount,bind,ro /
mount -o remount,bind,ro /sys  # ProtectKernelTunables
mount --bind /proc/sys /proc/sys
mount -o remount,bind,ro /proc/sys

cd /
# shellcheck disable=SC2046 # NAME=value words
exec setpriv --reuid "$user" --regid "$(setting Group)" --clear-groups --no-new-privs \
  --inh-caps="$ambient" --ambient-caps="$ambient" --bounding-set="$bounding" \
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin $(setting Environment) /usr/lib/borescope/bin/borescope "$@"
