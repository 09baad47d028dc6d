"""Hints that something changed: one set of paths, never a queue, filled by the watcher or by time."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

QUIET = 0.005  # seconds without a further hint before anything is read
PATIENCE = 0.5  # but no longer than this, however busy the folder is
DOUBT = 0.7  # after so long without a hint it is looked all the same: watchers lose events, and whole folders
# That a file was read is no hint; that a folder was written to is told of each of its files as well.
_NOTHING_NEW = {"opened", "closed_no_write"}


class Watch(FileSystemEventHandler):
    """Watches some folders, those that are not there yet too."""

    def __init__(self, folders: Iterable[Path]) -> None:
        """Begin to watch."""
        self._folders = [folder.absolute() for folder in folders]
        self._watched: dict[Path, tuple[int, ObservedWatch]] = {}
        self._hint = threading.Event()
        self._paths: set[Path] = set()
        self._lock = threading.Lock()
        self._observer = Observer()
        self._observer.daemon = True
        self._observer.start()
        self._watch_again()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take the hint."""
        if event.event_type in _NOTHING_NEW or (event.is_directory and event.event_type == "modified"):
            return
        with self._lock:
            self._paths.update(Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path)
        self._hint.set()

    def wait(self) -> frozenset[Path]:
        """Until something may have changed and it is quiet again; what may have, nothing where only time has passed."""
        if self._hint.wait(DOUBT):
            until = time.monotonic() + PATIENCE
            self._hint.clear()
            while self._hint.wait(QUIET) and time.monotonic() < until:
                self._hint.clear()
        self._hint.clear()
        with self._lock:
            paths, self._paths = self._paths, set()
        return frozenset(paths | self._watch_again())

    def close(self) -> None:
        """Stop watching."""
        self._hint.set()
        self._observer.stop()

    def _watch_again(self) -> set[Path]:
        """Watch what has come (back), and which folders came or went; one that was made anew is another one."""
        changed = set()
        for folder in self._folders:
            try:
                inode = folder.stat().st_ino if folder.is_dir() else 0
            except OSError:
                inode = 0
            known = self._watched.get(folder)
            if (known[0] if known else 0) == inode:
                continue
            changed.add(folder)
            if known:
                self._observer.unschedule(known[1])
                del self._watched[folder]
            if inode:
                self._watched[folder] = (inode, self._observer.schedule(self, str(folder.resolve()), recursive=True))
        return changed
