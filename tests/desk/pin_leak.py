# SPDX-License-Identifier: GPL-3.0-or-later
"""pin_leak.py PROGRAM KIND hidden|read: types a PIN into the window of PROGRAM and looks for it in
everything that the accessibility bus tells of that window."""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "journey"))
from driver import Atspi, Desk, JourneyError, type_text  # noqa: E402

PIN = "73915"


def words_of(desk):
    """All that can be read of each accessible."""
    for node in desk.walk():
        yield node.get_name() or ""
        yield node.get_description() or ""
        if node.get_text_iface() is not None:
            yield Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))
        for key, value in (node.get_attributes() or {}).items():
            yield f"{key}={value}"


def main():
    program, kind, expected = sys.argv[1:]
    desk = Desk([program, kind])
    try:
        desk.start()
        desk.see("the entry", name="the PIN is typed here")
        type_text(PIN)
        # Every digit has arrived when the bus has had time to tell of it: a later change is waited for.
        seen = False
        end = time.monotonic() + (3 if expected == "hidden" else 30)
        n_words = 0
        while time.monotonic() < end and not seen:
            words = list(words_of(desk))
            n_words = len(words)
            seen = any(PIN in word or PIN[:4] in word for word in words)
        if n_words < 4:
            raise JourneyError("nothing was read, so nothing was checked")
    finally:
        desk.abandon()
    print(f"{n_words} words read, the PIN was {'read' if seen else 'not among them'}")
    return 0 if seen == (expected == "read") else 1


if __name__ == "__main__":
    sys.exit(main())
