#!/usr/bin/env bash
# Measures the whole agent under loads of known size: benchmarks/agent.sh [--rounds N] [--loads A,B] [--peer COMMAND] [--no-textbook]
#
# Prints a table: the packaged agent, an agent in C as textbooks write it, and any other that COMMAND starts, in turns with none. Loads: idle,
# mixed, pingpong, rate_1000 to rate_1000000, rate_most, processes_1 to processes_10000; all of them unless told otherwise, 3 rounds.
# COMMAND learns from OBSERVED_PID which process to observe, and from ROWS_ENDPOINT where to post lines of JSON; it is ready when it has printed
# "Everything is ready", or after 15 seconds. Needs root, clang, a C compiler with libbpf-dev, and
# ./mvnw -pl distribution,benchmarks -am -DskipTests package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d'; exit 1; }
rounds=3 loads=all peer= textbook=yes
while [ $# -gt 0 ]; do
  case $1 in
    --no-textbook) textbook=no; shift; continue ;;
    --rounds | --loads | --peer) [ $# -gt 1 ] || usage ;;
    *) usage ;;
  esac
  declare "${1#--}=$2"
  shift 2
done
agent=$PWD/../distribution/target/borescope/bin/borescope
for needed in target/benchmarks.jar "$agent"; do
  [ -e "$needed" ] || { echo "$needed is missing: ./mvnw -pl distribution,benchmarks -am -DskipTests package" >&2; exit 1; }
done

programs=$PWD/target/agent
mkdir -p "$programs"
cc -O2 -Wall -Werror -pthread -o "$programs/workload" agent/workload.c
agents=(Borescope "$agent run --config $PWD/agent/borescope.yaml")
if [ "$textbook" = yes ]; then
  [ -e /sys/kernel/tracing/events ] || mount -t tracefs tracefs /sys/kernel/tracing
  include=${LIBBPF_INCLUDE:-/usr/include}
  for object in textbook_syscalls textbook_sched; do
    clang -target bpf -mcpu=v2 -O2 -g -Wall -Werror "-I$include" "-I$include/$(uname -m)-linux-gnu" \
      -c "programs/$object.bpf.c" -o "$programs/$object.o"
  done
  cc -O2 -Wall -Werror -o "$programs/textbook" agent/textbook.c -lbpf
  agents+=(textbook "$programs/textbook $programs \$OBSERVED_PID")
fi
[ -z "$peer" ] || agents+=(peer "$peer")

printf '%s, %s CPUs, Linux %s, load %s\n\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(uname -r)" "$(cut -d ' ' -f 1 /proc/loadavg)"
cd "$programs" # where the work's files go
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx256m -XX:+UseSerialGC -cp ../benchmarks.jar \
  io.borescope.benchmarks.agent.AgentComparison "$programs" "$rounds" "$loads" "${agents[@]}"
