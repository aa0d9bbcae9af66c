#!/bin/sh
# Compiles the examples: build.sh OUTPUT_FOLDER. Needs clang and the libbpf headers (Debian: apt install clang llvm libbpf-dev).
set -eu

sources=$(cd "$(dirname "$0")" && pwd)
output=${1:-.}
include=${LIBBPF_INCLUDE:-/usr/include}
mkdir -p "$output"

for source in "$sources"/*.bpf.c; do
  object=$output/$(basename "$source" .c).o
  # asm/types.h lies in a folder per architecture on Debian.
  "${CLANG:-clang}" -target bpf -mcpu=v2 -O2 -g -Wall -Werror "-ffile-prefix-map=$sources=." -fdebug-compilation-dir=. \
    "-I$include" "-I$include/$(uname -m)-linux-gnu" -c "$source" -o "$object"
  "${LLVM_STRIP:-llvm-strip}" -g "$object"
done
