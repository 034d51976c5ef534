#!/usr/bin/env bash
# Builds the emulator's libraries into the folder $1; what is up to date stays. Needs g++ with C++17; tried with 12.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
out="$(mkdir -p "$1/objects" && cd "$1" && pwd)"
cd "$here"

# -ffp-contract=off: a result must not depend on whether this processor can fuse a product and a sum.
flags=(-std=c++17 -O3 -march=native -ffp-contract=off -fno-strict-aliasing -fPIC -Wall -Wextra)
# Kernels that a program has compiled and kept are those of the sources that stand between kernel and object.
build="$(cat device/*.h translator/* nvrtc/* | sha256sum | cut -c1-12)"
flags+=(-DEMU_BUILD="\"$build\"")
newest_header="$(ls -t build.sh */*.h | head -1)"

# An object is made again when its source, any header or this file is newer.
object_of() { echo "$out/objects/${1//\//-}.o"; }
if [ "$(cat "$out/build" 2>/dev/null)" != "$build" ]; then rm -f "$(object_of driver/context.cpp)" && echo "$build" >"$out/build"; fi
stale=()
for source in */*.cpp; do
  object="$(object_of "$source")"
  if [ ! "$object" -nt "$source" ] || [ ! "$object" -nt "$newest_header" ]; then stale+=("$source"); fi
done
if [ ${#stale[@]} -gt 0 ]; then
  echo "emulator: compiling ${#stale[@]} of $(ls */*.cpp | wc -l) files"
  printf '%s\n' "${stale[@]}" | xargs -P "$(nproc)" -I{} bash -c \
    'object="$0/objects/${1//\//-}.o"; g++ "${@:2}" -c -o "$object.part" "$1" && mv "$object.part" "$object"' "$out" {} "${flags[@]}"
fi

# A library is linked again when one of its objects is newer.
link() {
  local library="$out/$1" objects=() newer=0
  shift
  local options=()
  while [ "$1" != -- ]; do options+=("$1"); shift; done
  shift
  for source in "$@"; do
    objects+=("$(object_of "$source")")
    if [ ! "$library" -nt "${objects[-1]}" ]; then newer=1; fi
  done
  if [ $newer = 0 ]; then return; fi
  g++ -shared -o "$library.part" "-Wl,-soname,$(basename "$library")" -Wl,-z,defs "${objects[@]}" "${options[@]}" && mv "$library.part" "$library"
}
link libcuda.so.1 -Wl,--version-script=driver/cuda.map -lpthread -ldl -- runtime/*.cpp driver/*.cpp
link libcublas.so.12 -Wl,--version-script=cublas/cublas.map "$out/libcuda.so.1" -- cublas/*.cpp
link libnvrtc.so.12 -Wl,--version-script=nvrtc/nvrtc.map -ldl -- nvrtc/*.cpp translator/*.cpp

# What compiled kernels include.
if [ ! -d "$out/device" ] || ! diff -rq device "$out/device" >/dev/null; then rm -rf "$out/device" && cp -r device "$out/device"; fi
