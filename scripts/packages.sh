#!/usr/bin/env bash
# Makes what users install, for this machine's architecture: archives, .deb, .rpm, an image, the list of parts, checksums; and tries them.
#
#   scripts/packages.sh [--no-image] [--no-tests] [--no-install]
#
#   --no-image     no image, which needs root, and Debian's packages from a mirror
#   --no-tests     only makes them
#   --no-install   says what is missing, with the commands that install it, and stops
#
# They lie in packages/target/packages. docs/installation.md says what each is for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup.sh

image=yes
maven=(--batch-mode --no-transfer-progress -Ppackages -pl packages -am -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='io/borescope/packages/*IT')
while [ $# -gt 0 ]; do
  case $1 in
    --no-image) image=no ;;
    --no-tests) maven+=(-DskipTests) ;;
    --no-install) install=no ;;
    -h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) fail "packages.sh: unknown option $1. See scripts/packages.sh --help." ;;
  esac
  shift
done

set_up java compiler cc libbpf
if [ "$image" = yes ]; then
  root || fail "Only root can make the image: its files belong to several users. Be root, or give --no-image."
  set_up image
  maven+=(-Dimage.skip=false)
fi

./mvnw "${maven[@]}" -Dfailsafe.failIfNoSpecifiedTests=false verify </dev/null
say "" "Made in packages/target/packages:"
ls -l --human-readable packages/target/packages | awk '/^-/ { print "  " $5 "  " $9 }' >&2
