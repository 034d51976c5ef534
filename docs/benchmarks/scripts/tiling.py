"""Tiling beside Pillow: one thread against one thread, in turn, on the same page, the same bytes.

    ./mvnw -q -pl imaging test-compile
    python3 docs/benchmarks/scripts/tiling.py PAGE.png [ROUNDS]

Needs Pillow (pip install pillow); the product does not. Both resize to the grid, cut, and make the thumbnail, from pixels in memory
to pixels in memory. The result of every round is compared to the byte. The first third of the rounds warms up and does not count.
"""

import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import time

import PIL
from PIL import Image, features

SIDE = 448
BICUBIC = Image.Resampling.BICUBIC


def tiles(page, columns, rows):
    grid = page.resize((columns * SIDE, rows * SIDE), BICUBIC)
    cut = []
    for row in range(rows):
        for column in range(columns):
            box = (column * SIDE, row * SIDE, (column + 1) * SIDE, (row + 1) * SIDE)
            cut.append(grid.crop(box))
    if len(cut) > 1:
        cut.append(page.resize((SIDE, SIDE), BICUBIC))
    return cut


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    page = Image.open(sys.argv[1]).convert("RGB")
    page.load()
    with tempfile.TemporaryDirectory() as folder:
        raw = os.path.join(folder, "page.rgb")
        with open(raw, "wb") as out:
            out.write(page.tobytes())
        base = os.environ.get("PAGESTREAM_CLASSES", "imaging/target/classes" + os.pathsep + "imaging/target/test-classes")
        java = subprocess.Popen(
            ["java", "-XX:+UseSerialGC", "-Xmx512m", "-cp", base, "io.pagestream.imaging.tile.TilingTrial", raw, str(page.width), str(page.height), str(SIDE)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        columns, rows = map(int, java.stdout.readline().split())
        ours, theirs = [], []
        for number in range(rounds):
            java.stdin.write("go\n")
            java.stdin.flush()
            cpu, clock, digest = java.stdout.readline().split()
            before = time.thread_time_ns(), time.perf_counter_ns()
            cut = tiles(page, columns, rows)
            after = time.thread_time_ns(), time.perf_counter_ns()
            expected = hashlib.sha256(b"".join(each.tobytes() for each in cut)).hexdigest()
            if digest != expected:
                sys.exit("round %d: not the same bytes" % number)
            if number >= rounds // 3:
                ours.append((int(cpu), int(clock)))
                theirs.append((after[0] - before[0], after[1] - before[1]))
        java.stdin.close()
        java.wait()
    print("Pillow %s (libjpeg-turbo %s), page of %d x %d pixels, %d x %d tiles and a thumbnail, %d rounds"
          % (PIL.__version__, features.check_feature("libjpeg_turbo"), page.width, page.height, columns, rows, len(ours)))
    for index, name in enumerate(("CPU time of the thread", "clock")):
        mine = statistics.median(each[index] for each in ours) / 1e6
        other = statistics.median(each[index] for each in theirs) / 1e6
        print("%-24s here %.1f ms, Pillow %.1f ms: %.2f times as fast" % (name, mine, other, other / mine))


main()
