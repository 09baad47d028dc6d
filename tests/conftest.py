"""What all tests share: small archives written to a folder, and builds of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

from builder.build import Result, build, check
from builder.options import Options

settings.register_profile("beslut", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("beslut")
ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "content"
SHARED = ROOT.parent / "shared"
SHOWCASE = Path(__file__).parent / "sites/havneby"  # an invented archive that shows what the real one does not
NOW = datetime(2026, 1, 15, 12, 0)  # the moment that tests build at

ARCHIVE = "---\ntitle: Prøvearkiv\nlanguage: da\nbase_url: https://example.org/\n---\nVelkommen.\n"
AUTHORITY = "---\nname: Havneby Kommune\nkind: municipality\n---\n"
BODY = "---\nname: Byrådet\nabbreviation: KB\n---\n"
SMALL = {"_index.md": ARCHIVE, "havneby/_index.md": AUTHORITY, "havneby/bodies/kb.md": BODY}


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the user's language, a build server's mark or another test's cache."""
    for name in ("CI", "LC_ALL", "LC_MESSAGES", "LANG", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder; the folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


@pytest.fixture
def archive(tmp_path: Path) -> Callable[..., Path]:
    """A folder `content` with one authority, one body, and the files given."""
    return lambda files=None, base=SMALL: write(tmp_path / "content", {**base, **(files or {})})


def options(content: Path, output: Path, **changes: object) -> Options:
    """The options of a build without search, in this process, at a fixed moment."""
    given: dict[str, object] = {
        "content": content,
        "templates": None,
        "output": output,
        "cache": None,
        "at": NOW,
        "jobs": 1,
        "search": False,
    }
    return Options(**{**given, **changes})  # type: ignore[arg-type]


@pytest.fixture
def built(tmp_path: Path, archive: Callable[..., Path]) -> Callable[..., Path]:
    """Build a small archive with the files given; the folder of the site. Errors fail the test."""

    def make(files: Mapping[str, str | bytes] | None = None, **changes: object) -> Path:
        result = build(options(archive(files), tmp_path / "site", **changes))
        assert result.written is not None, result.findings
        return tmp_path / "site"

    return make


@pytest.fixture
def checked(archive: Callable[..., Path], tmp_path: Path) -> Callable[..., Result]:
    """Check a small archive with the files given."""
    return lambda files=None, **changes: check(options(archive(files), tmp_path / "site", **changes))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {
        (Path(where) / name).relative_to(folder).as_posix(): (Path(where) / name).read_bytes()
        for where, _, names in os.walk(folder)
        for name in names
    }
