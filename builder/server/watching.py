"""Hints that something changed: one flag, never a queue, raised by the watcher or by time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

QUIET = 0.02  # seconds without a further hint before anything is read
PATIENCE = 0.5  # but no longer than this, however busy the folder is
DOUBT = 1.0  # after so long without a hint it is looked all the same: watchers lose events, and whole folders


class Watch(FileSystemEventHandler):
    """Watches some folders, those that are not there yet too."""

    def __init__(self, folders: Iterable[Path]) -> None:
        """Begin to watch."""
        self._folders = [folder.absolute() for folder in folders]
        self._watched: dict[Path, tuple[int, ObservedWatch]] = {}
        self._hint = threading.Event()
        self._observer = Observer()
        self._observer.daemon = True
        self._observer.start()
        self._watch_again()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take the hint; that a file was read is none."""
        if event.event_type not in {"opened", "closed_no_write"}:
            self._hint.set()

    def wait(self) -> None:
        """Until something may have changed and it is quiet again."""
        if self._hint.wait(DOUBT):
            until = time.monotonic() + PATIENCE
            self._hint.clear()
            while self._hint.wait(QUIET) and time.monotonic() < until:
                self._hint.clear()
        self._hint.clear()
        self._watch_again()

    def close(self) -> None:
        """Stop watching."""
        self._hint.set()
        self._observer.stop()

    def _watch_again(self) -> None:
        """Watch what has come (back); a folder that was deleted and made anew is another one."""
        for folder in self._folders:
            try:
                inode = folder.stat().st_ino if folder.is_dir() else 0
            except OSError:
                inode = 0
            known = self._watched.get(folder)
            if known and known[0] == inode:
                continue
            if known:
                self._observer.unschedule(known[1])
                del self._watched[folder]
            if inode:
                self._watched[folder] = (inode, self._observer.schedule(self, str(folder), recursive=True))
