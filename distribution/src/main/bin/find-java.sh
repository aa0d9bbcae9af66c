# Sourced by bin/borescope and by the build's scripts. POSIX sh.

# find_java TOOL: prints the home of the first Java 25 or later that has bin/TOOL (java to run, javac to build). Looks at
# JAVA_HOME, at the folders where systems keep their JVMs, and at the java on the PATH.
find_java() ( # a subshell: POSIX sh has no local variables
  on_path=$(command -v java) && on_path=$(readlink -f "$on_path") || on_path=
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home "${on_path%/bin/java}"; do
    if [ -x "$home/bin/$1" ] && [ "$(java_release "$home")" -ge 25 ]; then
      printf '%s\n' "$home"
      exit 0
    fi
  done
  exit 1
)

# java_release HOME: prints the feature release that its release file names, 0 if there is none.
java_release() (
  release=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null) || release=
  printf '%s\n' "${release:-0}"
)
