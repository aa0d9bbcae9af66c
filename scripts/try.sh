#!/usr/bin/env bash
# Shows that all of it works together on this machine, with numbers, and leaves nothing behind: two imitated Ethereum clients that talk to each
# other, a beacon node, an OTLP peer that sends and receives, the agent between them, and its embedded ClickHouse. What was sent is
# known, so what arrives can be compared. A minute, most of it waiting; the first time a build comes before it.
#
#   scripts/try.sh [--no-install]
#
#   --no-install   says what is missing, with the commands that install it, and stops
#
# It ends with 0 if every number is right. Nothing outside of a temporary folder is changed, no fixed port is used; the agent needs root, or
# CAP_BPF and CAP_PERFMON.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup.sh

while [ $# -gt 0 ]; do
  case $1 in
    --no-install) install=no ;;
    -h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) fail "try.sh: unknown option $1. See scripts/try.sh --help." ;;
  esac
  shift
done

problem=$(kernel_problem)
sudo=()
case $problem in
  "") ;;
  tracing\ needs*)
    [ -n "$(as_root)" ] || fail "$problem. Start scripts/try.sh as root, or let somebody do so who may."
    say "$problem: going on with sudo."
    sudo=(sudo --preserve-env=JAVA_HOME,BORESCOPE_CACHE)
    ;;
  *) fail "Borescope cannot run here: $problem." ;;
esac

set_up java cc libbpf
home=$PWD/distribution/target/borescope
if ! [ -x "$home/bin/borescope" ]; then
  set_up compiler
  say "Building; the first time takes a few minutes, most of it downloads ..."
  ./mvnw --quiet --batch-mode --no-transfer-progress -Dmaven.test.skip=true package </dev/null >&2
fi
fetch_clickhouse || fail "Without ClickHouse's library there is nothing to keep rows in."

export BORESCOPE_CACHE=${BORESCOPE_CACHE:-$HOME/.cache/borescope} # the user's, for root too

# The clients and the beacon node are those of the tests.
exec "${sudo[@]}" "$JAVA_HOME/bin/java" -Xmx64m -XX:+UseSerialGC -cp testing/target/classes:api/target/classes \
  scripts/Try.java "$home/bin/borescope"
