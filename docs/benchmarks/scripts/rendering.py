"""PDF pages to pixels beside pdftoppm of poppler: the same documents, the same pages, the same resolution, in turn.

    ./mvnw -q -pl imaging test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/cp
    python3 docs/benchmarks/scripts/rendering.py FOLDER imaging/target/cp [ROUNDS [DPI [PAGES]]]

Needs pdftoppm; the product does not. pdftoppm is a process for each document, as it is meant to be used, and writes PPM to a pipe that
is thrown away; here one Java process stays, as in the product, and writes nothing. CPU time is that of all threads. The first half
of the rounds warms up and does not count; a document counts with its median, and only if both could make its pages.
"""

import os
import resource
import statistics
import subprocess
import sys
import time

CLASSES = os.pathsep.join(("imaging/target/classes", "imaging/target/test-classes"))


def poppler(file, dpi, pages):
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(["pdftoppm", "-r", str(dpi), "-l", str(pages), file],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.returncode == 0, cpu, time.perf_counter() - clock


def main():
    folder, classpath = sys.argv[1:3]
    rounds, dpi, pages = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((3, 6), (4, 200), (5, 4)))
    files = sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".pdf"))
    with open(classpath) as lines:
        path = CLASSES + os.pathsep + lines.read().strip()
    path = os.environ.get("PAGESTREAM_CLASSES", CLASSES) + path[len(CLASSES):]
    java = subprocess.Popen(
        ["java", "-Xmx1g", "-Djava.awt.headless=true", "-cp", path, "io.pagestream.imaging.decode.RenderTrial", str(dpi), str(pages)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    seen = {}
    for number in range(rounds):
        for file in files:
            java.stdin.write(os.path.abspath(file) + "\n")
            java.stdin.flush()
            count, cpu, clock = map(int, java.stdout.readline().split())
            well, other_cpu, other_clock = poppler(file, dpi, pages)
            if count > 0 and well and number >= rounds // 2:
                seen.setdefault(file, []).append((count, cpu / 1e9, clock / 1e9, other_cpu, other_clock))
    java.stdin.close()
    java.wait()
    counted = sum(rows[0][0] for rows in seen.values())
    sums = [sum(statistics.median(row[i] for row in rows) for rows in seen.values()) for i in range(1, 5)]
    version = subprocess.run(["pdftoppm", "-v"], capture_output=True, text=True).stderr.split("\n")[0]
    print("%s; %d documents, %d pages, %d dpi; %d of %d files left out" % (version, len(seen), counted, dpi, len(files) - len(seen), len(files)))
    for name, ours, theirs in (("CPU time", sums[0], sums[2]), ("clock", sums[1], sums[3])):
        print("%-9s here %.0f ms a page, pdftoppm %.0f ms: %.2f times as fast"
              % (name, 1000 * ours / counted, 1000 * theirs / counted, theirs / ours))
    ratios = sorted(statistics.median(row[3] for row in rows) / statistics.median(row[1] for row in rows) for rows in seen.values())
    print("CPU time by document: half of them at least %.2f times as fast, a tenth at most %.2f" % (statistics.median(ratios), ratios[len(ratios) // 10]))


main()
