#!/usr/bin/env bash
# Runs the agent and the live tests of bpf/ on real Debian kernels, booted in QEMU. Needs no virtualisation and no root, touches
# neither this machine's kernel nor its packages' sources, and downloads about 150 MB per architecture the first time.
#
#   scripts/kernels/run.sh [--no-install] [--try] [--short] [--cpus N] [--write] [SUITE[:ARCHITECTURE]...]
#
#   SUITE          a release of Debian whose newest cloud kernel is booted; without one: those of the table in docs/kernels.md
#   ARCHITECTURE   amd64 or arm64; without one, amd64
#   --short        only the live tests that are marked for every kernel, five minutes per kernel
#   --cpus N       processors of the guest, 2 unless told otherwise; they share one of this machine's, so many are slow
#   --write        puts the results into docs/kernel-results.md, and ring bytes of each kernel beside the tests of bpf/
#   --no-install   says what is missing, with the commands that install it, and stops
#   --try          says so and ends well where QEMU or the packages cannot be had, or the emulator does not get to the end
#
#   BORESCOPE_DEBIAN_MIRROR   where packages come from; http://deb.debian.org/debian unless set
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
here=scripts/kernels
. scripts/setup.sh
. "$here/debian.sh"
. "$here/guest.sh"
. "$here/results.sh"

cache=${XDG_CACHE_HOME:-$HOME/.cache}/borescope/kernels
longest_boot=1800 # seconds; usual are five to ten minutes, in the short form five
attempts=2        # the emulator hangs or a guest locks up now and then; a test that fails does not count as that
cpus=2
write=no
live_tests= # a tag, or all
try=no
kernels=()
while [ $# -gt 0 ]; do
  case $1 in
    --no-install) install=no ;;
    --try) try=yes ;;
    --short) live_tests=every_kernel longest_boot=600 attempts=1 ;;
    --cpus) cpus=${2:?how many} longest_boot=3600; shift ;;
    --write) write=yes ;;
    -h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) fail "run.sh: unknown option $1. See $here/run.sh --help." ;;
    *) kernels+=("$1") ;;
  esac
  shift
done
[ ${#kernels[@]} -gt 0 ] || kernels=(bullseye bookworm trixie sid trixie:arm64)

# What the matrix needs besides what setup.sh knows.
has_packaging() { command -v dpkg-deb && command -v apt-get && command -v cpio && command -v xz && [ -e "$keyring" ]; } >/dev/null
packages_of_packaging() { printf 'apt dpkg cpio xz-utils debian-archive-keyring '; }
explain_packaging() { echo "apt-get, dpkg-deb, cpio, xz or Debian's keyring is missing: this matrix is made of Debian packages."; }

compiler_packages() { # ARCHITECTURE_OF_GCC ARCHITECTURE
  if [ "$(dpkg --print-architecture)" = "$2" ]; then
    printf 'gcc libc6-dev '
  else
    printf '%s ' "gcc-$1-linux-gnu" "libc6-dev-$2-cross"
  fi
}

has_amd64() { command -v qemu-system-x86_64 && command -v x86_64-linux-gnu-gcc; } >/dev/null
packages_of_amd64() { printf 'qemu-system-x86 '; compiler_packages x86-64 amd64; }
explain_amd64() { echo "qemu-system-x86_64 or a C compiler for x86-64 is missing."; }

has_arm64() { command -v qemu-system-aarch64 && command -v aarch64-linux-gnu-gcc; } >/dev/null
packages_of_arm64() { printf 'qemu-system-arm '; compiler_packages aarch64 arm64; }
explain_arm64() { echo "qemu-system-aarch64 or a C compiler for arm64 is missing."; }

compiler() { # ARCHITECTURE
  case $1 in
    amd64) echo x86_64-linux-gnu-gcc ;;
    arm64) echo aarch64-linux-gnu-gcc ;;
  esac
}

architecture_of() { # SUITE[:ARCHITECTURE]
  case $1 in
    *:arm64) echo arm64 ;;
    *) echo amd64 ;;
  esac
}

# boot ARCHITECTURE KERNEL INITRD: runs it to its end and prints what its console showed. No network, no disk. All processors on one
# thread of the emulator: with a thread each, a guest that patches its code, as attaching to a tracepoint does, may meet a half
# patched instruction (int3 in __schedule, seen with QEMU 7.2). Without cmpxchg16b, behind which a guest's flags were impossible.
boot() {
  local machine console=ttyS0
  case $1 in
    amd64) machine=(qemu-system-x86_64 -cpu max,-cx16) ;;
    arm64) machine=(qemu-system-aarch64 -machine virt -cpu max,pauth-impdef=on) console=ttyAMA0 ;;
  esac
  timeout --kill-after=10 "$longest_boot" "${machine[@]}" -accel tcg,thread=single -smp "$cpus" -m 2048 -nodefaults -no-reboot -display none \
    -serial stdio -kernel "$2" -initrd "$3" -append "console=$console quiet panic=-1 live_tests=$live_tests" </dev/null | stdbuf -oL tr -d '\r'
}

# fetch_kernel SUITE ARCHITECTURE: sets image to the path of the newest cloud kernel, and drivers to that of an archive with its modules.
fetch_kernel() {
  local package folder
  use_suite "$1" "$2"
  package=$(cloud_kernel "$2")
  folder=$cache/images/$2/$package
  if ! [ -d "$folder" ]; then
    rm -rf "$folder.part"
    mkdir -p "$folder.part"
    dpkg-deb --fsys-tarfile "$(deb "$package")" |
      tar -x -C "$folder.part" --transform 's|.*/||' --wildcards '*/vmlinu[xz]*'
    mv "$folder.part" "$folder"
  fi
  image=$(echo "$folder"/vmlinu*)
  drivers=$(modules "${package/binary/modules}" "$2")
}

if [ "$try" = yes ]; then
  for kernel in "${kernels[@]}"; do
    (set_up packaging "$(architecture_of "$kernel")" && mkdir -p "$cache" && use_suite "${kernel%%:*}" "$(architecture_of "$kernel")") ||
      { say "Skipped: the tests on real kernels, for the reason above."; exit 0; }
  done
fi
set_up java compiler packaging
mkdir -p "$cache"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

home=distribution/target/borescope
[ -d "$home" ] || fail "$home is missing: build first, with ./mvnw -DskipTests package."

tests=$scratch/tests
live_tests "$tests"

status=0
for kernel in "${kernels[@]}"; do
  suite=${kernel%%:*}
  architecture=$(architecture_of "$kernel")
  set_up "$architecture"
  base=$(user_space "$architecture")
  tested=$scratch/$architecture.cpio
  [ -e "$tested" ] || under_test "$architecture" >"$tested"
  fetch_kernel "$suite" "$architecture"
  cat "$base" "$tested" "$drivers" >"$scratch/initrd"
  console=$scratch/console-$suite-$architecture
  for attempt in $(seq "$attempts"); do
    say "Booting $(basename "$(dirname "$image")") ($architecture), attempt $attempt of $attempts ..."
    boot "$architecture" "$image" "$scratch/initrd" >"$console" || say "QEMU ended with $?."
    cp "$console" "$cache/"
    [ -z "$(status_of forks "$console")" ] || break
    say "It did not get to the end; its console is in $cache/$(basename "$console")."
  done
  if [ "$try" = yes ] && [ -z "$(status_of forks "$console")" ] && ! grep -q '^failed ' "$console"; then
    say "Skipped: this kernel. Nothing failed as far as it went."
    continue
  fi
  well=yes
  report "$suite" "$architecture" "$console" || well=no
  if [ "$well$try" = noyes ]; then # as in the build, where a live test that fails runs again
    say "Once more ..."
    boot "$architecture" "$image" "$scratch/initrd" >"$console" || say "QEMU ended with $?."
    ! report "$suite" "$architecture" "$console" || well=yes
  fi
  [ "$well" = yes ] || status=1
  [ "$write" = no ] || keep_recording "$console"
done
[ "$write" = no ] || write_results docs/kernel-results.md
exit "$status"
