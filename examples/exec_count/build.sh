#!/bin/sh
# Compiles the program to build.sh OUTPUT_FOLDER. Needs clang and the libbpf headers (Debian: apt install clang llvm libbpf-dev).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
# asm/types.h lies in a folder per architecture on Debian. One object serves all architectures: it reads no registers.
"${CLANG:-clang}" -target bpf -mcpu=v2 -O2 -g -Wall -Werror "-I/usr/include/$(uname -m)-linux-gnu" \
  -c "$here/src/main/bpf/exec_count.bpf.c" -o "$1/exec_count.bpf.o"
"${LLVM_STRIP:-llvm-strip}" -g "$1/exec_count.bpf.o"
