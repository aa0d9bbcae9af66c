#!/bin/sh
# Has an agent note what its JVM loads and links at a start, so that every later start is quicker (JEP 514): lib/borescope.aot.
#
#   packages/cache/make.sh FOLDER [TIME]
#
#   FOLDER   the agent; its jars have the times that they are to be installed with, which the JVM compares with those it noted
#   TIME     the time of the cache, as touch reads it
#
# The start is a whole one if this process may observe itself with eBPF, else that of a check of the same configuration.
set -eu

folder=$1 time=${2:-now}
config=$(dirname "$0")/borescope.yaml
cache=$folder/lib/borescope.aot
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export BORESCOPE_JAVA_OPTS="-XX:AOTCacheOutput=$cache -Xlog:disable"
export OBSERVED_PID=$$

# Ends when it has started, or could not.
start() {
  "$folder/bin/borescope" run --config "$config" >"$log" 2>&1 &
  agent=$!
  while kill -0 "$agent" 2>/dev/null && ! grep -q "Everything is ready" "$log"; do
    sleep 0.1
  done
  sleep 2 # a window or two
  kill "$agent" 2>/dev/null || return 1
  wait "$agent"
}

rm -f "$cache"
start || "$folder/bin/borescope" validate --config "$config" >>"$log" 2>&1 || true
[ -s "$cache" ] || { cat "$log" >&2; echo "packages/cache/make.sh: the JVM made no cache." >&2; exit 1; }
chmod 0644 "$cache"
touch --date "$time" "$cache" "$folder/lib"
