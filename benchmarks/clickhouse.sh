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
  library=$(find "${BORESCOPE_CACHE:-$HOME/.cache/borescope}/libchdb" -name libchdb.so | sort | tail -n 1)
  [ -n "$library" ] || { echo "no engine: ./test.sh fetches it" >&2; exit 1; }
  folder=$(mktemp -d)
  # It ends when nobody holds the other end of its standard input.
  mkfifo "$folder/lifeline"
  "$java" --enable-native-access=ALL-UNNAMED -Xmx48m -XX:+UseSerialGC -cp ../exporters/clickhouse/target/test-classes \
    io.borescope.exporter.clickhouse.EngineMain "$library" "$folder/data" "$folder/port" <"$folder/lifeline" >"$folder/log" 2>&1 &
  engine=$!
  exec 9>"$folder/lifeline"
  trap 'exec 9>&-; wait "$engine" || true; rm -rf "$folder"' EXIT
  until [ -s "$folder/port" ]; do
    kill -0 "$engine" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.1
  done
  url=http://127.0.0.1:$(cat "$folder/port")
fi

"$java" -Xmx3g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp target/benchmarks.jar \
  io.borescope.benchmarks.clickhouse.InsertComparison "$url" \
  ../exporters/clickhouse/src/main/resources/io/borescope/exporter/clickhouse/schema "${1:-5}" 9>&-
