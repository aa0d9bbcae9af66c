#!/usr/bin/env bash
# Measures what the programs in the kernel cost: benchmarks/cost.sh [--write]
#
# Prints the table; with --write, puts it into docs/probe-costs.md. Needs root, clang, a C compiler with libbpf-dev, and
# ./mvnw -pl benchmarks -am -DskipTests package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

write=no
case ${1:-} in
  "") ;;
  --write) write=yes ;;
  *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 1 ;;
esac
[ -e target/benchmarks.jar ] || { echo "target/benchmarks.jar is missing: ./mvnw -pl benchmarks -am -DskipTests package" >&2; exit 1; }
[ -e /sys/kernel/tracing/events ] || mount -t tracefs tracefs /sys/kernel/tracing

programs=target/cost
include=${LIBBPF_INCLUDE:-/usr/include}
mkdir -p "$programs"
for source in programs/*.bpf.c; do
  clang -target bpf -mcpu=v2 -O2 -g -Wall -Werror "-I$include" "-I$include/$(uname -m)-linux-gnu" \
    -c "$source" -o "$programs/$(basename "$source" .c).o"
done
cc -O2 -Wall -Werror -pthread -o "$programs/load" cost/load.c
cc -O2 -Wall -Werror -o "$programs/programs" cost/programs.c -lbpf

"${JAVA_HOME:+$JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED -cp target/benchmarks.jar io.borescope.benchmarks.cost.ProbeCosts "$programs" \
  >"$programs/table.md"
if [ "$write" = yes ]; then
  cp "$programs/table.md" ../docs/probe-costs.md
else
  cat "$programs/table.md"
fi
