# Sourced by benchmarks that want a ClickHouse: starts the engine of the library that ./test.sh fetches, and ends it with the script.
# Sets url.
start_engine() {
  local java="${JAVA_HOME:+$JAVA_HOME/bin/}java" library
  library=$(find "${BORESCOPE_CACHE:-$HOME/.cache/borescope}/libchdb" -name libchdb.so 2>/dev/null | sort | tail -n 1)
  [ -n "$library" ] || { echo "no engine: ../distribution/target/borescope/bin/borescope clickhouse fetch" >&2; exit 1; }
  engine_folder=$(mktemp -d)
  # It ends when nobody holds the other end of its standard input.
  mkfifo "$engine_folder/lifeline"
  "$java" --enable-native-access=ALL-UNNAMED -Xmx48m -XX:+UseSerialGC -cp ../exporters/clickhouse/target/test-classes \
    io.borescope.exporter.clickhouse.EngineMain "$library" "$engine_folder/data" "$engine_folder/port" \
    <"$engine_folder/lifeline" >"$engine_folder/log" 2>&1 &
  engine=$!
  exec 9>"$engine_folder/lifeline"
  trap 'exec 9>&-; wait "$engine" || true; rm -rf "$engine_folder"' EXIT
  until [ -s "$engine_folder/port" ]; do
    kill -0 "$engine" 2>/dev/null || { cat "$engine_folder/log" >&2; exit 1; }
    sleep 0.1
  done
  url=http://127.0.0.1:$(cat "$engine_folder/port")
}
