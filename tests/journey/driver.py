# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window from outside: keys through the X server, eyes through the accessibility bus."""

import gettext
import os
import subprocess
import time
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

warnings.filterwarnings("ignore", category=DeprecationWarning)


class JourneyError(Exception):
    """Something that should have come did not come."""


def keys(*names):
    """Presses keys one after the other, as xdotool names them ("ctrl+n", "Tab")."""
    subprocess.run(["xdotool", "key", "--clearmodifiers", "--delay", "25", *names], check=True)


def type_text(text):
    """Types text as a person does, diacritics included."""
    subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "12", text], check=True)


class Desk:
    """The program under the virtual display."""

    def __init__(self, command, pictures=None, patience=90):
        self.patience = patience * float(os.environ.get("GHISEU_TEST_PATIENCE", "1"))
        self.pictures = pictures
        self.n_pictures = 0
        self.words = gettext.translation(
            "ghiseu",
            os.environ.get("GHISEU_LOCALE_DIR"),
            os.environ.get("LANGUAGE", "C").split(":"),
            fallback=True,
        )
        self.process = subprocess.Popen(command)
        self.application = None

    def tr(self, text):
        """The words of the window in the language that it runs in, without mnemonics."""
        return self.words.gettext(text).replace("_", "")

    def wait(self, what, condition, patience=None):
        """Waits until condition() gives something true; the words say what was awaited."""
        end = time.monotonic() + (patience or self.patience)
        while True:
            if self.process.poll() is not None:
                raise JourneyError(f"the desk ended (status {self.process.returncode}) while waiting for {what}")
            try:
                value = condition()
            except Exception:  # the tree changes while it is read: look again
                value = None
            if value:
                return value
            if time.monotonic() > end:
                self.picture("failed")
                raise JourneyError(f"never came: {what}")
            time.sleep(0.05)

    def start(self):
        self.application = self.wait("the desk on the accessibility bus", self._find_application)
        self.wait("the window", lambda: self.n_windows() > 0)

    def _find_application(self):
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid:
                child.set_cache_mask(Atspi.Cache.NONE)
                return child
        return None

    def n_windows(self):
        return self.application.get_child_count()

    def walk(self, node=None, depth=0):
        node = node or self.application
        yield node
        if depth > 60:
            return
        for i in range(node.get_child_count()):
            child = node.get_child_at_index(i)
            if child is not None:
                yield from self.walk(child, depth + 1)

    @staticmethod
    def is_shown(node):
        component = node.get_component_iface()
        if component is None:
            return False
        box = component.get_extents(Atspi.CoordType.WINDOW)
        return box.width > 0 and box.height > 0

    def find(self, name=None, role=None, contains=None):
        """The first shown accessible that fits, or None."""
        for node in self.walk():
            if role is not None and node.get_role_name() != role:
                continue
            label = node.get_name() or ""
            if name is not None and label != name:
                continue
            if contains is not None and contains not in label:
                continue
            if self.is_shown(node):
                return node
        return None

    def see(self, what, patience=None, **query):
        return self.wait(what, lambda: self.find(**query), patience)

    @staticmethod
    def is_focused(node):
        return node.get_state_set().contains(Atspi.StateType.FOCUSED)

    def tab_to(self, node, what, key="Tab"):
        """Presses Tab until the cursor is on the node."""
        for _ in range(60):
            if self.is_focused(node):
                return
            keys(key)
            time.sleep(0.08)
        self.picture("failed")
        raise JourneyError(f"Tab never reached {what}")

    def press_until(self, key, condition, what):
        """Presses a key, again from time to time while nothing comes of it."""
        end = time.monotonic() + self.patience
        while time.monotonic() < end:
            keys(key)
            try:
                self.wait(what, condition, 3)
                return
            except JourneyError:
                if self.process.poll() is not None:
                    raise
        raise JourneyError(f"never came: {what}")

    def label_after(self, text):
        """The words of the label that follows one with the given words."""
        found = False
        for node in self.walk():
            if node.get_role_name() != "label" or not self.is_shown(node):
                continue
            if found:
                return node.get_name()
            found = node.get_name() == text
        return None

    def picture(self, name):
        if self.pictures is None:
            return
        if name != "failed":
            self.n_pictures += 1
        path = os.path.join(self.pictures, f"{self.n_pictures:02d}-{name}.png")
        subprocess.run(["import", "-window", "root", path], check=False)

    def close(self):
        keys("ctrl+q")
        try:
            status = self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise JourneyError("the desk did not end when asked") from None
        if status != 0:
            raise JourneyError(f"the desk ended with status {status}")

    def abandon(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
