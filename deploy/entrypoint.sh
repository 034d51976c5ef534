#!/bin/sh
# First program of the images. Flink's own scripts are called by their names (standalone-job.sh, taskmanager.sh, flink); the
# Kubernetes operator calls them through bash.
set -eu

if [ "$#" = 0 ] || [ "$1" = help ]; then
  echo "usage: standalone-job.sh start-foreground ... | taskmanager.sh start-foreground | flink ..." >&2
  echo "see deploy/README.md of Pagestream" >&2
  exit 0
fi
# The memory of glibc's allocator grows with the number of threads; Flink advises jemalloc for that.
jemalloc=/usr/lib/$(uname -m)-linux-gnu/libjemalloc.so.2
if [ -f "$jemalloc" ]; then
  export LD_PRELOAD="$jemalloc"
fi
exec "$@"
