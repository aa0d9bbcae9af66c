# Sourced by run.sh: reads a console, says what went well, and keeps a row per kernel for docs/kernel-results.md. Bash, in strict mode.

rows=()
proofs=() # "KERNEL<tab>PROOF ..." for each line that a live test printed

# part NAME CONSOLE: what stands between that section's markers.
part() {
  sed -n "/^@@ begin $1\$/,/^@@ end $1 /p" "$2" | sed '/^@@ /d'
}

# status_of NAME CONSOLE: the section's exit status; nothing if the kernel did not get there.
status_of() {
  sed -n "s/^@@ end $1 //p" "$2"
}

# counted METRIC NAME CONSOLE: how many of a metric the agent saw in that section; 0 if none.
counted() {
  part "$2" "$3" | awk -v metric="$1" '$1 == "count" && $2 == metric { seen = $3 } END { print seen + 0 }'
}

# lost CONSOLE: what the agent says it lost, in all windows of all sections and on the way out.
lost() {
  sed -n -e 's/.* events  \([0-9,]*\) lost$/\1/p' -e 's/.*, held [0-9,]*, lost \([0-9,]*\).*/\1/p' "$1" |
    tr -d ',' | awk '{ sum += $1 } END { print NR ? sum : "?" }'
}

# report SUITE ARCHITECTURE CONSOLE: prints what is wrong, adds the row, and fails if anything is.
report() {
  local console=$3 release passed failed skipped repeated attached line wrong=()
  release=$(part kernel "$console")
  passed=$(part tests "$console" | grep -c '^passed [^ ]*[.]') || true
  failed=$(part tests "$console" | grep -c '^failed [^ ]*[.]') || true
  skipped=$(part tests "$console" | grep -c '^skipped [^ ]*[.]') || true
  repeated=$(part tests "$console" | grep '^repeated [^ ]*[.]' | sort | uniq -c) || true
  attached=$(part calls "$console" | sed -n 's/.* attached //p' | paste -sd ';' | sed 's/;/; /g')

  expect() { # WHAT FOUND EXPECTED
    [ "$2" = "$3" ] || wrong+=("$1: $2 instead of $3")
  }
  [ -n "$release" ] || wrong+=("it did not boot")
  expect "live tests that failed" "$failed" 0
  expect "end of the live tests" "$(status_of tests "$console")" 0
  [ "$passed" -gt 0 ] || wrong+=("no live test passed")
  expect "end of trace" "$(status_of calls "$console")" 0
  expect "writes" "$(counted syscall_write calls "$console")" 23001 # one says "ready"
  expect "fsyncs" "$(counted syscall_fsync calls "$console")" 1009
  expect "end of trace of forks" "$(status_of forks "$console")" 0
  expect "forks" "$(counted process_fork forks "$console")" 1000
  expect "exits" "$(counted process_exit forks "$console")" 1001
  expect "writes of parent and children" "$(counted syscall_write forks "$console")" 3001
  expect "lost" "$(lost "$console")" 0

  rows+=("$(printf '| %s | %s | %s | %s | %s | %s | %s | %s |' "${release:-?}" "$1" "$2" \
    "$passed passed, $failed failed, $skipped skipped" "${attached:-nothing}" \
    "$(counted syscall_write calls "$console") + $(counted syscall_fsync calls "$console")" \
    "$(counted process_fork forks "$console") + $(counted syscall_write forks "$console")" \
    "$(lost "$console")")")

  while read -r line; do
    proofs+=("${release%-cloud-*} $2"$'\t'"$line")
  done < <(part tests "$console" | sed -n 's/^.*\(PROOF [a-z]\)/\1/p')

  [ -z "$repeated" ] || say "${release}: repeated:" "$repeated"
  if [ ${#wrong[@]} -eq 0 ]; then
    say "${release}: all well; $passed live tests passed, $skipped skipped."
    return 0
  fi
  say "${release:-$1}: not as expected:"
  for line in "${wrong[@]}"; do
    say "  $line"
  done
  say "  The console is in $cache/$(basename "$console")."
  return 1
}

# keep_recording CONSOLE: the ring bytes that a live test printed, for tests that run without that kernel.
keep_recording() {
  local release folder=bpf/src/test/resources/io/borescope/bpf/recorded
  release=$(part kernel "$1")
  mkdir -p "$folder"
  part tests "$1" | sed -n 's/^RECORDED //p' | base64 --decode >"$scratch/recording"
  [ ! -s "$scratch/recording" ] || cp "$scratch/recording" "$folder/$release.ring.gz"
}

# write_results FILE: the table of this run.
write_results() {
  {
    cat <<TEXT
# Results on real kernels

Written by \`scripts/kernels/run.sh --write\` on $(date -u +%F), from commit $(git rev-parse --short HEAD); see [kernels.md](kernels.md) for
what is run. Exact is: 23001 + 1009 (writes + fsyncs), 1000 + 3001 (forks + writes), 0 lost.

| Linux | Debian | Architecture | Live tests | Attached | Writes + fsyncs | Forks + writes | Lost |
| --- | --- | --- | --- | --- | --- | --- | --- |
TEXT
    printf '%s\n' "${rows[@]}"
    cat <<'TEXT'

## What was measured

Every way to observe a probe, on every kernel. A number was measured and equals the truth, which the workload or another account of the
kernel told; after "of" stands the truth where a tolerance is stated. Refused is what the kernel would not load or attach, with its error; inexact is
what it skips now and then, with the reason, where there is a better way; a dash is what was not tried.

TEXT
    printf '%s\n' "${proofs[@]}" | awk -f "$here/proofs.awk"
  } >"$1"
}
