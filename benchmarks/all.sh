#!/usr/bin/env bash
# Runs all benchmarks and writes their tables into one Markdown file, with the machine and the versions above them:
# benchmarks/all.sh [--quick] [--peer COMMAND] [--gateway-peer COMMAND] [FILE]
#
# FILE is benchmarks/target/benchmarks.md unless told otherwise. --quick takes a quarter of an hour instead of some hours: one round of each, and
# only some loads. Peers are what agent.sh and gateway.sh call so. What fails leaves its error in FILE, and the others run. Needs root, clang, a
# C compiler with libbpf-dev, the engine that ./test.sh fetches, and ./mvnw -pl distribution,benchmarks -am -DskipTests package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d'; exit 1; }
quick=no agent_peer=() gateway_peer=() file=target/benchmarks.md
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=yes ;;
    --peer | --gateway-peer)
      [ $# -gt 1 ] || usage
      [ "$1" = --peer ] && agent_peer=(--peer "$2") || gateway_peer=(--peer "$2")
      shift
      ;;
    -*) usage ;;
    *) file=$1 ;;
  esac
  shift
done
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
failed=0

machine() {
  echo "# Benchmarks"
  echo
  echo "| | |"
  echo "|----|----|"
  echo "| machine | $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) CPUs, $(($(sed -n 's/^MemTotal: *\([0-9]*\).*/\1/p' /proc/meminfo) / 1024)) MiB |"
  echo "| kernel | $(uname -sr) |"
  echo "| load before | $(cut -d ' ' -f 1-3 /proc/loadavg) |"
  echo "| Java | $("$java" --version | sed -n 2p) |"
  echo "| C | $(cc --version | head -n 1); $(clang --version | head -n 1); libbpf $(pkg-config --modversion libbpf 2>/dev/null || echo unknown) |"
  echo "| Borescope | $(cat ../distribution/target/borescope/VERSION), commit $(git describe --always --dirty 2>/dev/null || echo unknown) |"
  echo "| date | $(date --utc +%F) |"
}

# section TITLE COMMAND...: the tables of a command, whose headings come under the title
section() {
  printf '\n## %s\n\n`%s`\n\n' "$1" "${*:2}"
  if ! "${@:2}" 2>target/benchmarks.err | sed 's/^#/##/'; then
    printf '\nIt failed:\n\n```\n%s\n```\n' "$(tail -n 20 target/benchmarks.err)"
    return 1
  fi
}

stages() {
  "$java" -jar target/benchmarks.jar -prof gc -rf csv -rff target/stages.csv "$@" >target/stages.log || { tail -n 20 target/stages.log >&2; return 1; }
  echo "| benchmark | parameters | result | error | unit |"
  echo "|----|----|----|----|----|"
  # Benchmark, mode, threads, samples, score, error, unit, and a column for each parameter.
  sed 1d target/stages.csv | tr -d '"' | awk -F, '{
    sub(/^io\.borescope\.benchmarks\./, "", $1); values = ""
    for (i = 8; i <= NF; i++) if ($i != "") values = values (values == "" ? "" : ", ") $i
    if ($1 !~ /:/ || $1 ~ /alloc.rate.norm/) printf "| %s | %s | %s | %s | %s |\n", $1, values, $5, $6, $7 }'
}

run() {
  if section "$@" >>"$file"; then
    echo "$1: done" >&2
  else
    failed=1
    echo "$1: failed, see $file" >&2
  fi
}

mkdir -p target
machine >"$file"
if [ "$quick" = yes ]; then
  run "Stages" stages -f 1 -wi 2 -i 2 -w 1s -r 1s -p processes=256 'Baseline|Aggregate|RingRead'
  run "Chain beside C" ./chain.sh 5
  run "Whole agent" ./agent.sh --rounds 1 --loads idle,mixed,pingpong,rate_1000000,processes_1000 "${agent_peer[@]}"
  run "Programs in the kernel" ./cost.sh
  run "Gateway" ./gateway.sh --rounds 1 --requests 500 "${gateway_peer[@]}"
  run "Gateway into ClickHouse" ./gateway.sh --rounds 1 --requests 200 --clickhouse
  run "Into ClickHouse" ./clickhouse.sh 1
else
  run "Stages" stages
  run "Chain beside C" ./chain.sh
  run "Whole agent" ./agent.sh "${agent_peer[@]}"
  run "Programs in the kernel" ./cost.sh
  run "Gateway" ./gateway.sh "${gateway_peer[@]}"
  run "Gateway into ClickHouse" ./gateway.sh --clickhouse
  run "Into ClickHouse" ./clickhouse.sh
  run "Queue on disk" "$java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp target/benchmarks.jar io.borescope.benchmarks.QueueComparison 7
fi
echo "$file" >&2
exit "$failed"
