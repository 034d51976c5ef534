#!/usr/bin/env bash
# Packs gpu-check and a Java runtime into one folder, for a Linux machine with a card and neither Java nor network.
#   deploy/gpu-bundle.sh FOLDER        writes FOLDER/bundle.tar.xz and FOLDER/run.sh
#   FOLDER/run.sh --quick              there: unpacks once, then runs gpu-check with these arguments
# Settings from outside:
#   JAVA_HOME   a JDK whose jlink makes a runtime that needs nothing of its host, such as Temurin
#   NATIVES     a folder with JCuda's libraries for another CUDA than 12; otherwise those of its jars
set -euo pipefail
[ $# = 1 ] || { sed -n '2,7p' "$0" >&2; exit 2; }
home=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
jdk=${JAVA_HOME:?a JDK with jlink}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The command line loads classes of Flink's interfaces, but starts no cluster: its network, and Kafka, stay here.
cd "$home"
./mvnw -B -q -ntp -Dquick -Dcuda -DskipTests -pl jobs -am package dependency:copy-dependencies \
  -DincludeScope=runtime -DoutputDirectory="$work/all" ${PAGESTREAM_MAVEN_OPTS:-}
cp jobs/target/pagestream-jobs-*-SNAPSHOT.jar "$work/all/"
mkdir -p "$work/image/jars" "$work/natives/lib"
for jar in "$work"/all/*.jar; do
  case $(basename "$jar") in
    flink-rpc-*|flink-shaded-netty*|flink-shaded-zookeeper*|flink-shaded-jackson*|flink-connector-*|kafka-*|zstd-*|snappy-*|lz4-*) ;;
    lucene-*|jcodec-*|commons-math3-*|commons-compress-*|kryo-*|async-profiler-*|jline-native-*) ;;
    jcuda-natives-*|jcublas-natives-*) unzip -qjo "$jar" 'lib/*.so' -d "$work/jcuda" ;;
    *) # Unpacked and stored as it is: what is compressed once, and all together, becomes smaller.
      rm -rf "$work/one" && mkdir "$work/one" && unzip -qo "$jar" -d "$work/one"
      rm -rf "$work"/one/native/lib/{win-,osx-,linux-aarch64}* "$work"/one/org/bytedeco/*/linux-x86_64/include
      "$jdk/bin/jar" --create --no-compress --no-manifest --file "$work/image/jars/$(basename "$jar")" -C "$work/one" .
      ;;
  esac
done
for binding in JCudaDriver JCudaRuntime JNvrtc JCublas2; do
  cp "${NATIVES:-$work/jcuda}/lib$binding-"*-linux-x86_64.so "$work/natives/lib/"
done
"$jdk/bin/jar" --create --file "$work/image/jars/jcuda-natives.jar" -C "$work/natives" .

"$jdk/bin/jlink" --strip-debug --no-header-files --no-man-pages --output "$work/image/java" \
  --add-modules java.base,java.desktop,java.logging,java.management,java.naming,java.sql,java.xml,jdk.unsupported
tar c -C "$work/image" . | xz -6 -T0 >"$out/bundle.tar.xz"

cat >"$out/run.sh" <<'R'
#!/usr/bin/env bash
# Runs gpu-check. LD_LIBRARY_PATH names the folders of libcublas, libcublasLt and libnvrtc; JAVA_OPTS, for example -Xmx8g.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
at=$here/unpacked
if [ ! -f "$at/complete" ] || [ "$here/bundle.tar.xz" -nt "$at/complete" ]; then
  rm -rf "$at" && mkdir -p "$at" && tar xJf "$here/bundle.tar.xz" -C "$at" && touch "$at/complete"
fi
exec "$at/java/bin/java" -Xmx6g -Djava.awt.headless=true ${JAVA_OPTS:-} -cp "$at/jars/*" io.pagestream.jobs.Main gpu-check "$@"
R
chmod +x "$out/run.sh"
du -h "$out/bundle.tar.xz" | cut -f1
