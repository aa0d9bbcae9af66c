# Sourced by run.sh: Debian packages of any suite and architecture, downloaded into $cache and unpacked without being installed.
# What the machine itself installs from stays as it is: each suite has lists of its own here. Bash, in strict mode.

mirror=${BORESCOPE_DEBIAN_MIRROR:-http://deb.debian.org/debian}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# use_suite SUITE ARCHITECTURE: reads that suite's list of packages; apt_get and apt_cache then know it and nothing else.
use_suite() {
  lists=$cache/lists/$1-$2
  mkdir -p "$lists/lists/partial" "$lists/archives/partial" "$cache/debs"
  echo "deb [arch=$2 signed-by=$keyring] $mirror $1 main" >"$lists/sources.list"
  apt_options=(-qq -o "APT::Architecture=$2" -o "APT::Architectures=$2" -o "Dir::State=$lists" -o Dir::State::lists=lists
    -o Dir::State::status=/dev/null -o "Dir::Cache=$lists" -o "Dir::Etc::sourcelist=$lists/sources.list"
    -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null -o Acquire::Languages=none
    -o APT::Sandbox::User=root)
  apt-get "${apt_options[@]}" update || fail "The list of packages of Debian $1 ($2) does not come from $mirror." \
    "Set BORESCOPE_DEBIAN_MIRROR to a mirror that has it."
}

# deb PACKAGE: downloads the newest version in the suite, unless it is here, and prints the file's path.
deb() {
  local file
  file=$cache/debs/$(apt-cache "${apt_options[@]}" show --no-all-versions "$1" | awk -F/ '/^Filename:/ { print $NF }')
  [ "$file" != "$cache/debs/" ] || fail "This suite of Debian has no package $1."
  if ! [ -e "$file" ]; then
    say "Downloading ${file##*/} ..."
    (cd "$lists/archives" && apt-get "${apt_options[@]}" download "$1")
    # apt writes the colon of a version's epoch as %3a; the archive leaves the epoch out.
    mv "$lists/archives/${1}"_*.deb "$file"
  fi
  printf '%s\n' "$file"
}

# cloud_kernel ARCHITECTURE: the package with the image of the newest cloud kernel. From Linux 7 on, Debian keeps it in a package
# of its own, beside the one that the metapackage names.
cloud_kernel() {
  local package
  package=$(apt-cache "${apt_options[@]}" show --no-all-versions "linux-image-cloud-$1" |
    sed -n 's/^Depends:.*\(linux-image-[0-9][^ ,]*\).*/\1/p')
  if apt-cache "${apt_options[@]}" show "${package/image/binary}" >/dev/null 2>&1; then
    package=${package/image/binary}
  fi
  printf '%s\n' "$package"
}

# modules_of PACKAGE: the package with the modules of the kernel in that package: the same, before Linux 7.
modules_of() {
  printf '%s\n' "${1/#linux-binary-/linux-modules-}"
}
