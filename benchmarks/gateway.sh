#!/usr/bin/env bash
# Measures records per second and CPU per record through a gateway:
# benchmarks/gateway.sh [--rounds N] [--requests N] [--peer COMMAND] [--clickhouse [URL]]
#
# Sends spans, log records and data points, 200 in a request, through the packaged agent (otlp, batch, otlp) to a backend that counts them, and
# prints a table. COMMAND starts another collector beside it, which takes turns: it is to listen for gRPC at 127.0.0.1:$OTLP_IN and to send by
# gRPC, without TLS and compression, to 127.0.0.1:$OTLP_OUT. 5 rounds of 2,000 requests unless told otherwise.
#
# With --clickhouse they go into the tables of a ClickHouse server (otlp, batch, clickhouse): that at URL, which has a user "default" without a
# password, or an engine that it starts. A peer is to write to $CLICKHOUSE_URL, into the Collector's tables of $CLICKHOUSE_DATABASE.
# Needs ./mvnw -pl distribution,benchmarks -am -DskipTests package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d'; exit 1; }
rounds=5 requests=2000 peer='' url='' config=borescope
while [ $# -gt 0 ]; do
  if [ "$1" = --clickhouse ]; then
    config=clickhouse
    case ${2:-} in http*) url=$2; shift ;; esac
    shift
    continue
  fi
  [ $# -gt 1 ] || usage
  case $1 in
    --rounds) rounds=$2 ;;
    --requests) requests=$2 ;;
    --peer) peer=$2 ;;
    *) usage ;;
  esac
  shift 2
done
agent=../distribution/target/borescope/bin/borescope
for needed in target/benchmarks.jar "$agent"; do
  [ -e "$needed" ] || { echo "$needed is missing: ./mvnw -pl distribution,benchmarks -am -DskipTests package" >&2; exit 1; }
done
if [ "$config" = clickhouse ] && [ -z "$url" ]; then
  . ./engine.sh
  start_engine
fi
mkdir -p target/gateway
BORESCOPE_JAVA_OPTS=${BORESCOPE_JAVA_OPTS:--Xmx512m} "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx2g -cp target/benchmarks.jar \
  io.borescope.benchmarks.gateway.GatewayComparison "$rounds" "$requests" target/gateway "$url" \
  "$agent run --config gateway/$config.yaml" ${peer:+"$peer"}
