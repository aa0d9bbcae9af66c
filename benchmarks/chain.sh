#!/usr/bin/env bash
# Compares the chain from ring bytes to metrics with the same fold in C: benchmarks/chain.sh [ROUNDS]
#
# Prints a table; both take turns over the same bytes, 60 rounds unless told otherwise. Needs a C compiler and
# ./mvnw -pl benchmarks -am -DskipTests package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

[ -e target/benchmarks.jar ] || { echo "target/benchmarks.jar is missing: ./mvnw -pl benchmarks -am -DskipTests package" >&2; exit 1; }
mkdir -p target/chain
cc -O2 -march=native -Wall -Wextra -Werror -shared -fPIC -o target/chain/libfold.so chain/fold.c

"${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Dborescope.benchmarks.fold="$PWD/target/chain/libfold.so" \
  -cp target/benchmarks.jar io.borescope.benchmarks.ChainComparison "${1:-60}"
