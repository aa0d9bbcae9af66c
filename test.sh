#!/usr/bin/env bash
# Builds and tests everything, after installing what the build needs.
#
#   ./test.sh [--no-kernels | --long] [--no-install] [-- MAVEN ARGUMENTS...]
#
#   --no-kernels   leaves out the short form of the live tests on other kernels, which runs where QEMU is installed and the kernels
#                  can be had (docs/kernels.md)
#   --long         soaks, long fuzzing and the reproducible-build check run too, and all live tests on all of the kernels; installs QEMU
#                  and what makes an image
#   --no-install   says what is missing, with the commands that install it, and stops
#
# Examples of what Maven may be told: -Dbpf=off (no clang, no kernel: macOS), -pl api, -Dtest=ByteSizeTest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. scripts/setup.sh

bpf=on
long=no
kernels=(--short --try --no-install bullseye sid) # the oldest and the newest: five minutes each
maven=(--batch-mode --no-transfer-progress)

while [ $# -gt 0 ]; do
  case $1 in
    --no-kernels) kernels=() ;;
    --long) kernels=(bullseye bookworm trixie sid trixie:arm64); maven+=(-Dlong=on); long=yes ;;
    --no-install) install=no ;;
    --) shift; break ;;
    -h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) fail "test.sh: unknown option $1. Options of Maven come after --. See ./test.sh --help." ;;
  esac
  shift
done

for argument in "$@"; do
  [ "$argument" != -Dbpf=off ] || bpf=off
done
if [ "$bpf" = on ] && [ "$(uname -s)" != Linux ]; then
  say "This is no Linux: testing without BPF programs (-Dbpf=off)."
  bpf=off
  maven+=(-Dbpf=off)
fi

if [ "$bpf" = on ]; then
  set_up java compiler cc libbpf
  maven+=(-Ppackages) # what users install is made and tried too; the image by scripts/packages.sh
  if [ "$long" = yes ] && root; then
    set_up image
    maven+=(-Dimage.skip=false)
  fi
  problem=$(kernel_problem)
  [ -z "$problem" ] || say "Tests on the live kernel will be skipped: $problem."
else
  set_up java
fi

# Tests of the embedded ClickHouse are skipped, with the reason, where it cannot be had.
fetch_clickhouse || say "Going on without libchdb."

started=$(mktemp)
trap 'rm -f "$started"' EXIT
status=0
./mvnw "${maven[@]}" verify "$@" </dev/null || status=$?

mapfile -t reports < <(find . -path '*/target/*-reports/TEST-*.xml' -newer "$started")
if [ ${#reports[@]} = 0 ]; then
  fail "" "No test ran; Maven ended with $status."
fi

# In the form that surefire and failsafe write, each element begins a line.
awk '
  function attribute(name) {
    return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
  }
  function plain(text) {
    gsub(/&quot;/, "\"", text); gsub(/&apos;|&#39;/, "\047", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text)
    gsub(/&#10;/, " ", text); gsub(/&amp;/, "\\&", text)
    return text
  }
  function why(    text) { # an aborted test has its message in the text
    text = attribute("message")
    if (text == "") { text = $0; sub(/.*Exception: /, "", text) }
    return text
  }
  /<testcase /            { run++; test = attribute("classname") "." attribute("name") }
  /<flaky(Failure|Error)[ >]/ { repeated = repeated "  repeated: " plain(test) "\n" }
  /<skipped/              { skipped++; reasons = reasons "  skipped: " plain(test) ": " plain(why()) "\n" }
  /<(failure|error)[ >]/  { failed++;  reasons = reasons "  FAILED:  " plain(test) "\n" }
  END {
    printf "\n%d tests: %d passed, %d failed, %d skipped.\n%s", run, run - failed - skipped, failed, skipped, reasons repeated
  }' "${reports[@]}"

if [ "$status" = 0 ] && [ "$bpf" = on ] && [ ${#kernels[@]} -gt 0 ]; then
  [ "$install" = yes ] || kernels+=(--no-install)
  scripts/kernels/run.sh "${kernels[@]}" || fail "Not green: see the kernels above."
fi

if [ "$status" = 0 ]; then echo "All green."; else echo "Not green: Maven ended with $status."; fi
exit "$status"
