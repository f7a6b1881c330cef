# SPDX-License-Identifier: GPL-3.0-or-later
"""bench_start.py DESK EMPTY PRELOAD FILL_STORE: time from the start of the process to the first frame
painted, and peak memory, of the desk with 100,000 dossiers in its store against an empty libadwaita
window; medians of runs in turn. Run inside with-display.sh."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

DOSSIERS = 100_000
ROUNDS = 7
SETTLED = 3.0  # seconds in which the list is filled, before the peak is read


def peak_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    raise RuntimeError("no peak")


def run(command, preload, folder):
    stamp = os.path.join(folder, "stamp")
    if os.path.exists(stamp):
        os.unlink(stamp)
    env = {**os.environ, "LD_PRELOAD": preload, "FIRST_FRAME_FILE": stamp}
    start = time.monotonic()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not (os.path.exists(stamp) and os.path.getsize(stamp) > 0):
            if process.poll() is not None or time.monotonic() - start > 60:
                raise RuntimeError(f"no first frame: {command[0]}")
            time.sleep(0.002)
        with open(stamp, encoding="ascii") as file:
            seconds = float(file.read()) - start
        time.sleep(SETTLED)
        peak = peak_mb(process.pid)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(60)
    return seconds, peak


def main():
    desk, empty, preload, fill = sys.argv[1:]
    folder = tempfile.mkdtemp(prefix="gu-bench-start-")
    try:
        data = os.path.join(folder, "data")
        subprocess.run([fill, data, str(DOSSIERS)], check=True, stdout=subprocess.DEVNULL)
        ours, theirs = [], []
        for _ in range(ROUNDS):
            theirs.append(run([empty], preload, folder))
            ours.append(run([desk, "--data-dir", data, "--central", "none"], preload, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    desk_s, empty_s = statistics.median(t for t, _ in ours), statistics.median(t for t, _ in theirs)
    desk_mb, empty_mb = statistics.median(m for _, m in ours), statistics.median(m for _, m in theirs)
    allowed = 1.3 * empty_mb + 40
    print(f"first frame, {DOSSIERS} dossiers: {desk_s * 1000:.0f} ms, empty window {empty_s * 1000:.0f} ms, "
          f"ratio {desk_s / empty_s:.2f} (aim 1.3)")
    print(f"peak memory: {desk_mb:.0f} MB, empty window {empty_mb:.0f} MB, "
          f"ratio to 1.3 × empty + 40 MB {desk_mb / allowed:.2f} (aim 1.0)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
