# Sourced by run.sh: what a booted kernel finds in its memory as a file system. Three cpio archives, one behind the other, as the
# kernel allows: a user space of Debian packages, made once, modules of that kernel, made once, and what is under test, made every
# time. Bash, in strict mode.

guest_suite=trixie # the first with JDK 25
guest_packages=(busybox-static libc6 libgcc-s1 libstdc++6 zlib1g libzstd1 libelf1t64 libbpf1 openjdk-25-jre-headless
  e2fsprogs libext2fs2t64 libblkid1 libuuid1 libcom-err2)
# Modules that live tests need, and those that they need in turn, as far as a kernel does not have them built in: swap in memory, loop
# devices, I/O schedulers, a file system.
guest_modules=(zram zsmalloc zpool lzo lzo-rle 842_compress 842_decompress lz4_compress lz4hc_compress zstd_compress
  loop mq-deadline kyber-iosched bfq ext4 jbd2 mbcache crc16 crc32c_generic libcrc32c)
workload_sources=testing/src/main/resources/io/borescope/testing/workload

# archive FOLDER: writes it as cpio. Owned by root, whoever runs this.
archive() {
  (cd "$1" && find . -print0 | LC_ALL=C sort -z | cpio --quiet --null --create --format=newc --owner=0:0)
}

# user_space ARCHITECTURE: prints the path of the first archive.
user_space() {
  local package packages=() made=$cache/user-space-$1.cpio
  use_suite "$guest_suite" "$1"
  for package in "${guest_packages[@]}"; do
    packages+=("$(deb "$package")")
  done
  if [ "$(cat "$made.contents" 2>/dev/null)" != "${packages[*]}" ]; then
    unpack_user_space "$scratch/user-space-$1" "${packages[@]}" >"$made.part"
    mv "$made.part" "$made"
    echo "${packages[*]}" >"$made.contents"
  fi
  printf '%s\n' "$made"
}

unpack_user_space() { # FOLDER DEB...
  local root=$1 folder package
  shift
  mkdir -p "$root"/{dev,proc,sys,tmp,root,run,usr/bin,usr/sbin,usr/lib,usr/lib64}
  for folder in bin sbin lib lib64; do
    ln -s "usr/$folder" "$root/$folder"
  done
  for package in "$@"; do
    dpkg-deb --fsys-tarfile "$package" |
      tar -x -C "$root" --keep-directory-symlink --no-same-owner --exclude=./usr/share/doc --exclude=./usr/share/man
  done
  archive "$root"
  rm -rf "$root"
}

# modules PACKAGE ARCHITECTURE: prints the path of an archive with the guest's modules out of a kernel's package. use_suite first.
modules() {
  local root=$scratch/modules made=$cache/modules-$1-$2.cpio module
  if [ "$(cat "$made.contents" 2>/dev/null)" != "${guest_modules[*]}" ]; then
    rm -rf "$root"
    mkdir -p "$root/all" "$root/wanted/opt/modules"
    dpkg-deb --fsys-tarfile "$(deb "$1")" | tar -x -C "$root/all" --transform 's|.*/||' --wildcards '*.ko*'
    for module in "${guest_modules[@]}"; do
      find "$root/all" -name "$module.ko*" -exec mv -t "$root/wanted/opt/modules" {} +
    done
    find "$root/wanted" -name '*.xz' -exec xz -d {} +
    archive "$root/wanted" >"$made.part"
    mv "$made.part" "$made"
    echo "${guest_modules[*]}" >"$made.contents"
  fi
  printf '%s\n' "$made"
}

# under_test ARCHITECTURE: writes the second archive; init names the places.
under_test() {
  local root=$scratch/under-test-$1
  mkdir -p "$root/opt" "$root/usr/bin"
  cp "$here/init" "$root/init"
  cp -r "$home" "$root/opt/borescope"
  cp -r "$tests" "$root/opt/tests"
  "$(compiler "$1")" -static -O1 -Wall -Werror -pthread -o "$root/opt/workload" "$workload_sources"/*.c
  # The tests compile the same source with cc: in the guest, that hands out what was compiled here.
  cp "$here/cc" "$root/usr/bin/cc"
  archive "$root"
  rm -rf "$root"
}

# live_tests FOLDER: the classes of bpf/ with their tests, and what they need.
live_tests() {
  local jars entry
  ./mvnw -q -B -pl bpf -am test-compile dependency:build-classpath -Dmdep.includeScope=test \
    -Dmdep.outputFile=target/test-classpath </dev/null >&2
  jars=$(tr ':' '\n' <bpf/target/test-classpath)
  # Surefire brings the launcher that belongs to the engine; it is no dependency of the tests.
  jars+=$'\n'$(sed -n '/junit-platform-engine/s/platform-engine/platform-launcher/gp' <<<"$jars")
  mkdir -p "$1/lib" "$1/classes"
  for entry in $jars bpf/target/classes; do
    if [ -d "$entry" ]; then
      cp -r "$entry/." "$1/classes" # a module of this build
    else
      cp "$entry" "$1/lib"
    fi
  done
  cp -r bpf/target/test-classes "$1"
  "$JAVA_HOME/bin/javac" -d "$1/classes" -cp "$1/lib/*" "$here/LiveTests.java"
}
