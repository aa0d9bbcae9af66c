#!/usr/bin/env bash
# Compares the clickhouse exporter with what ClickHouse's Java client offers: benchmarks/clickhouse.sh [ROUNDS] [URL]
#
# Prints tables; 5 rounds unless told otherwise. Writes into the database borescope_benchmark of the server at URL, which has a user
# "default" without a password; without URL, of an engine that it starts from the library that ./test.sh fetches. Needs
# ./mvnw -pl benchmarks -am -DskipTests package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

[ -e target/benchmarks.jar ] || { echo "target/benchmarks.jar is missing: ./mvnw -pl benchmarks -am -DskipTests package" >&2; exit 1; }
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
url=${2:-}
if [ -z "$url" ]; then
  . ./engine.sh
  start_engine
fi

"$java" -Xmx3g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp target/benchmarks.jar \
  io.borescope.benchmarks.clickhouse.InsertComparison "$url" \
  ../exporters/clickhouse/src/main/resources/io/borescope/exporter/clickhouse/schema "${1:-5}" 9>&-
