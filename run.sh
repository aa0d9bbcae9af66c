#!/usr/bin/env bash
# Builds Borescope and shows it at work on this machine, after installing what that needs.
#
#   ./run.sh [--no-install] [--rebuild] [-- COMMAND ARGUMENTS...]
#
#   -- COMMAND     runs COMMAND and shows what it and its children do, until it ends
#                  without one, a small workload is started and observed, until Ctrl-C, and kept for 'borescope query'
#   --no-install   says what is missing, with the commands that install it, and stops
#   --rebuild      builds although no source has changed
#
# What is kept goes to an embedded ClickHouse. Its library (178 MB) is fetched once, into ~/.cache/borescope; without it only the table is
# shown. It listens at 127.0.0.1:8123; BORESCOPE_CLICKHOUSE=127.0.0.1:8124 ./run.sh chooses another port.
set -euo pipefail
caller=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
. scripts/setup.sh

rebuild=no
while [ $# -gt 0 ]; do
  case $1 in
    --rebuild) rebuild=yes ;;
    --no-install) install=no ;;
    --) shift; break ;;
    -h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) fail "run.sh: unknown option $1. A command to observe comes after --. See ./run.sh --help." ;;
  esac
  shift
done

home=$PWD/distribution/target/borescope
built=$home/.built

# Whether a source is newer than the last build. Folders of sources count too: they change when a file in them is removed.
stale() {
  [ ! -e "$built" ] || [ -n "$(find pom.xml .mvn api bpf engine receivers processors exporters extensions distribution config \
    -name target -prune -o '(' -type f -o -path '*/src/*' ')' -newer "$built" -print -quit)" ]
}

build() {
  local begun=distribution/target/.build-begun
  mkdir -p distribution/target
  touch "$begun"
  say "Building; the first time takes a few minutes, most of it downloads ..."
  ./mvnw --quiet --batch-mode --no-transfer-progress -Dmaven.test.skip=true package </dev/null >&2
  packages/cache/make.sh "$home" 2>/dev/null || true # it starts without, only slower
  mv "$begun" "$built" # as old as the start of the build: what was edited meanwhile is built next time
}

problem=$(kernel_problem)
sudo=
case $problem in
  "") ;;
  tracing\ needs*)
    sudo=$(as_root) || fail "$problem. Start ./run.sh as root, or let somebody do so who may."
    say "$problem: starting the agent, and a command given after --, with sudo."
    ;;
  *) fail "Borescope cannot run here: $problem." ;;
esac

if [ "$rebuild" = yes ] || stale; then
  set_up java libbpf compiler
  build
else
  set_up java libbpf
fi

agent=("$home/bin/borescope")
if [ -n "$sudo" ]; then
  agent=(sudo --preserve-env=BORESCOPE_PID,BORESCOPE_CLIENT,BORESCOPE_CLICKHOUSE,BORESCOPE_CACHE,BORESCOPE_JAVA_OPTS JAVA_HOME="$JAVA_HOME" "$home/bin/borescope")
fi

if [ $# -gt 0 ]; then
  cd "$caller"
  exec "${agent[@]}" trace -- "$@"
fi

export BORESCOPE_CLICKHOUSE=${BORESCOPE_CLICKHOUSE:-127.0.0.1:8123}
export BORESCOPE_CACHE=${BORESCOPE_CACHE:-$HOME/.cache/borescope} # the user's, for an agent that runs as root too

# Whether something listens at an address already.
taken() { (exec 3<>"/dev/tcp/${1%:*}/${1##*:}") 2>/dev/null; }

config=quickstart.yaml
if taken "$BORESCOPE_CLICKHOUSE"; then
  say "Something listens at $BORESCOPE_CLICKHOUSE already: showing the table only. To keep the rows too: BORESCOPE_CLICKHOUSE=127.0.0.1:8124 ./run.sh"
elif fetch_clickhouse; then
  config=laptop.yaml
else
  say "Going on without ClickHouse: showing the table only."
fi

scratch=$(mktemp -d)
workload=
clean_up() {
  [ -z "$workload" ] || kill "$workload" 2>/dev/null || true
  rm -rf "$scratch"
}
trap clean_up EXIT

touch "$scratch/file"
"$JAVA_HOME/bin/java" -Xmx32m -XX:+UseSerialGC scripts/Workload.java "$scratch/file" &
workload=$!

say "Observing a small workload (scripts/Workload.java, pid $workload) through config/$config. Ctrl-C ends it."
if [ "$config" = laptop.yaml ]; then
  say "Ask what it did, now or afterwards:  ${sudo:+sudo }${home#"$caller"/}/bin/borescope query top-cpu"
fi
BORESCOPE_PID=$workload BORESCOPE_CLIENT=workload "${agent[@]}" run --config "$home/config/$config" &
running=$!

# In the background it does not hear Ctrl-C, and a signal to this script alone would end only the script: hand either on.
trap 'kill "$running" 2>/dev/null || true' INT TERM
status=0
wait "$running" || status=$?
while kill -0 "$running" 2>/dev/null; do # that wait was ended by a signal, not by the agent's end
  status=0
  wait "$running" || status=$?
done
exit "$status"
