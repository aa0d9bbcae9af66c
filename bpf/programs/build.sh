#!/bin/sh
# Compiles every program for every architecture: build.sh OUTPUT_FOLDER. Makes OUTPUT_FOLDER/{x86_64,aarch64}/NAME.bpf.o.
#
# The objects are the same, byte for byte, wherever the sources lie: no path and no time gets into them. One that is newer than
# all sources is left alone.
set -eu

sources=$(cd "$(dirname "$0")" && pwd)
output=$1

for tool in "${CLANG:=clang}" "${LLVM_STRIP:=llvm-strip}"; do
  if ! command -v "$tool" >/dev/null; then
    echo "$tool is missing: install clang and llvm (Debian: apt install clang llvm libbpf-dev), or build with -Dbpf=off." >&2
    exit 1
  fi
done
if ! [ -e "${LIBBPF_INCLUDE:=/usr/include}/bpf/bpf_helpers.h" ]; then
  echo "bpf/bpf_helpers.h is missing: install the libbpf headers (Debian: apt install libbpf-dev), or build with -Dbpf=off." >&2
  exit 1
fi

# asm/types.h lies in a folder per architecture on Debian. Its types are those of every 64-bit architecture.
asm=$LIBBPF_INCLUDE/$(uname -m)-linux-gnu

compile() { # NAME ARCHITECTURE CLANG_ARCHITECTURE
  object=$output/$2/$1.bpf.o
  if [ -e "$object" ] && [ -z "$(find "$sources" -newer "$object" -type f)" ]; then
    return
  fi
  mkdir -p "$output/$2"
  "$CLANG" -target bpf -mcpu=v2 "-D__TARGET_ARCH_$3" -O2 -g -std=gnu11 -Wall -Werror \
    "-ffile-prefix-map=$sources=." -fdebug-compilation-dir=programs \
    "-I$sources/include" "-I$LIBBPF_INCLUDE" "-I$asm" \
    -c "$sources/$1/$1.bpf.c" -o "$object.part"
  "$LLVM_STRIP" -g "$object.part"
  mv "$object.part" "$object"
}

for program in "$sources"/*/*.bpf.c; do
  name=$(basename "$program" .bpf.c)
  compile "$name" x86_64 x86
  compile "$name" aarch64 arm64
done
