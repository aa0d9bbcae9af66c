# Sourced by run.sh and test.sh, from the root of the source tree: finds what the build and the agent need of this machine, and
# installs what is missing where that is possible. Bash, in strict mode.

. distribution/src/main/bin/find-java.sh

# What the callers' options set.
install=yes

say() { printf '%s\n' "$@" >&2; } # one line per argument

fail() {
  say "$@"
  exit 1
}

root() { [ "$(id -u)" = 0 ]; }

# The command that makes another one run as root: nothing for root, sudo where it answers, else failure.
as_root() {
  if root; then
    return 0
  elif sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null; }; then
    printf 'sudo'
  else
    return 1
  fi
}

# set_up WHAT...: makes sure that each of java, compiler, cc, libbpf and image is here, and sets JAVA_HOME.
set_up() {
  local what packages=""
  for what in "$@"; do
    "has_$what" || packages+=$("packages_of_$what")
  done
  # shellcheck disable=SC2086 # a list of words
  [ -z "$packages" ] || install_packages $packages
  for what in "$@"; do
    "has_$what" || fail "$("explain_$what")"
  done
  JAVA_HOME=$(find_java javac)
  export JAVA_HOME
}

# For each thing: whether it is here, the Debian packages that bring it, and what to say when they did not.

has_java() { find_java javac >/dev/null; }
packages_of_java() { # without leave to install, only what apt is known to have
  [ "$install" = no ] && ! apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1 || printf 'openjdk-25-jdk-headless '
}
explain_java() {
  cat <<'TEXT'
JDK 25 is missing, and this release's packages do not have it (Debian 13 and Ubuntu 25.10 do). Get it from https://adoptium.net:

  wget -O- https://packages.adoptium.net/artifactory/api/gpg/key/public | sudo tee /etc/apt/keyrings/adoptium.asc >/dev/null
  echo "deb [signed-by=/etc/apt/keyrings/adoptium.asc] https://packages.adoptium.net/artifactory/deb $(. /etc/os-release; echo "$VERSION_CODENAME") main" \
    | sudo tee /etc/apt/sources.list.d/adoptium.list
  sudo apt-get update && sudo apt-get install -y temurin-25-jdk

or unpack any JDK 25 and set JAVA_HOME to it. Then start this script again.
TEXT
}

# For BPF programs: clang, and the headers of libbpf.
has_compiler() { command -v clang >/dev/null && command -v llvm-strip >/dev/null && [ -e /usr/include/bpf/bpf_helpers.h ]; }
packages_of_compiler() { printf 'clang llvm libbpf-dev '; }
explain_compiler() { echo "clang, llvm-strip or bpf/bpf_helpers.h is missing: install clang, llvm and the libbpf headers, or build with -Dbpf=off."; }

has_cc() { command -v cc >/dev/null; }
packages_of_cc() { printf 'gcc libc6-dev '; }
explain_cc() { echo "A C compiler (cc) is missing; the tests compile a workload of known counts with it. Install gcc."; }

has_libbpf() { PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | grep 'libbpf\.so\.1 ' >/dev/null; } # not -q: ldconfig would die of SIGPIPE, and pipefail makes that a no
packages_of_libbpf() { printf 'libbpf1 '; }
explain_libbpf() { echo "libbpf.so.1 is missing. Debian 12, Ubuntu 24.04 and later have it in the package libbpf1; Ubuntu 22.04 has only libbpf 0.5, which is too old."; }

# For an image: what makes it, and what its test runs it with.
has_image() { command -v mmdebstrap && command -v umoci && command -v runc; } >/dev/null
packages_of_image() { printf 'mmdebstrap umoci runc '; }
explain_image() { echo "mmdebstrap, umoci or runc is missing; Debian and Ubuntu have them. Without them: no image."; }

# Gets libchdb for the extension clickhouse_embedded, once, into the user's cache; without leave to install it only looks there. Says
# why and fails where it cannot be had: offline, for one.
fetch_clickhouse() {
  local only_look=()
  [ "$install" = yes ] || only_look=(--only-look)
  "$JAVA_HOME/bin/java" extensions/clickhouse_embedded/src/main/java/io/borescope/extension/clickhouseembedded/library/FetchMain.java \
    "${only_look[@]}" >&2
}

install_packages() { # PACKAGE...
  local command="apt-get install -y --no-install-recommends $*"
  [ "$install" = yes ] || fail "Missing here, and --no-install was given. Run:" "" "  sudo apt-get update && sudo $command" ""
  command -v apt-get >/dev/null || fail "Missing here, and there is no apt-get to install it with: $*"
  local sudo
  sudo=$(as_root) || fail "Missing here, and there is no way to become root. Let somebody who can run:" "" "  apt-get update && $command" ""
  say "Installing $* with apt-get ..."
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get -qq update >&2 || say "apt-get update failed; going on with the lists that are here."
  local package
  for package in "$@"; do # one by one: a package that this release does not have must not keep the others away
    $sudo apt-get -qq install -y --no-install-recommends "$package" </dev/null >&2 || say "$package could not be installed."
  done
}

# kernel_problem: prints why this kernel or this user cannot trace, nothing if both can.
kernel_problem() {
  if [ "$(uname -s)" != Linux ]; then
    echo "$(uname -s) has no eBPF"
  elif ! [ -e /sys/kernel/btf/vmlinux ]; then
    echo "this kernel has no BTF (/sys/kernel/btf/vmlinux); those of Debian 11, Ubuntu 22.04 and later do"
  elif ! may_trace; then
    echo "tracing needs root, or CAP_BPF and CAP_PERFMON"
  fi
}

# Whether this process may load tracing programs: CAP_BPF (39) and CAP_PERFMON (38), or CAP_SYS_ADMIN (21).
may_trace() {
  local held
  held=$((16#$(awk '/^CapEff:/ { print $2 }' /proc/self/status)))
  (((held >> 39 & 1 && held >> 38 & 1) || held >> 21 & 1))
}
