"""What earlier builds worked out: believed only where all it was made from is the same, and never missed."""

from __future__ import annotations

import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as clock
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import CONTENT, NOW, ROOT, options, tree, write
from hypothesis import given, settings
from hypothesis import strategies as st
from support.samples import Marks, Sampler, document

from builder import __version__, sources
from builder.build import build, check
from builder.cache import Cache, freeze, key_of, program, thaw
from builder.model.documents import Document, Place
from builder.model.records import RECORDS
from builder.model.values import Kind, Outcome
from builder.parse import Settings, parse

CASES = "havneby/cases/2024"
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.decimals(allow_nan=False)
    | st.sampled_from(list(Outcome))
    | st.binary(),
    lambda inner: st.tuples(inner, inner) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


def copied(value: object) -> object:
    """An equal value made of other objects."""
    if isinstance(value, tuple):
        return tuple(copied(each) for each in value)
    if isinstance(value, dict):
        return {copied(key): copied(each) for key, each in value.items()}
    if type(value) is str:
        return "".join(list(value))
    if isinstance(value, datetime | date | clock):
        return value.replace()
    return Decimal(str(value)) if isinstance(value, Decimal) else value


class TestFreeze:
    @settings(max_examples=200, deadline=None)
    @given(VALUES)
    def test_equal_values_are_equal_bytes_whatever_objects_they_are_made_of(self, value: object) -> None:
        twice, shared = (value, copied(value)), (value, value)
        assert freeze(value) == freeze(copied(value))
        assert freeze(twice) == freeze(shared)

    @settings(max_examples=200, deadline=None)
    @given(VALUES)
    def test_there_and_back(self, value: object) -> None:
        assert thaw(freeze(value)) == value

    def test_other_values_are_other_bytes(self) -> None:
        values = [1, True, "1", Decimal(1), Decimal("1.0"), (1,), ((1,),), date(2024, 1, 1), datetime(2024, 1, 1)]
        assert len({freeze(value) for value in values}) == len(values)

    @pytest.mark.parametrize("kind", list(RECORDS))
    def test_every_record_there_and_back(self, kind: Kind) -> None:
        marks = Marks()
        references = {"bodies": "kb", "cases": "2024/x", "authority": "havneby", "meetings": "2024-01-01-kb"}
        front = Sampler(marks, references, {"draft", "publish", "retracted"}).record(RECORDS[kind])
        place = Place("x.md", kind, "x", "")
        parsed = parse(
            place, document(front | {"id": "ensag"} if kind is Kind.CASE else front).encode(), Settings("", ())
        )
        assert parsed.document, parsed.findings
        assert thaw(freeze(parsed.document)) == parsed.document

    def test_under_another_hash_seed(self) -> None:
        code = (
            "import sys; sys.path[:0] = [sys.argv[1]]\n"
            "from datetime import datetime\nfrom pathlib import Path\n"
            "from builder import library, sources, views\nfrom builder.cache import Cache, freeze, key_of\n"
            "from builder.options import Options\nfrom builder.build import plan\n"
            "made, _ = plan(Options(content=Path(sys.argv[2]), cache=None, at=datetime(2026, 1, 15)), Cache(None))\n"
            "print(key_of(*(freeze(vars(page.context)).hex() for page in made.pages)), len(made.pages))"
        )
        said = {
            subprocess.run(
                [sys.executable, "-c", code, str(ROOT), str(CONTENT)],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for seed in ("1", "2", "3")
        }
        assert len(said) == 1
        assert int(said.pop().split()[1]) > 50


class TestThaw:
    """A cache may have lain where others could write: it makes values, and runs nothing."""

    @pytest.mark.parametrize(
        ("module", "name"),
        [
            ("builtins", "eval"),
            ("os", "system"),
            ("builder.model.keys", "dataclasses.builtins.eval"),
            ("builder.model.keys", "dataclasses"),
            ("builder.model.documents", "re.compile"),
            ("builder.model.keys", "key"),
            ("collections", "_sys.exit"),
            ("collections", "namedtuple"),
            ("decimal", "setcontext"),
            ("datetime", "sys.exit"),
            ("datetimes", "x"),
            ("builder.cache", "Cache"),
            ("builder.model", "x"),
        ],
    )
    def test_makes_only_the_models_own_classes(self, module: str, name: str) -> None:
        text = b"".join(b"\x8c" + bytes([len(each)]) + each.encode() for each in (module, name))
        with pytest.raises(pickle.UnpicklingError):
            thaw(b"\x80\x05" + text + b"\x93.")

    @pytest.mark.parametrize("data", [b"", b"x", b"\x80\x05", freeze(("a", "b"))[:-3]])
    def test_refuses_what_is_no_value(self, data: bytes) -> None:
        with pytest.raises((pickle.UnpicklingError, EOFError)):
            thaw(data)


class TestStamps:
    def remembered(self, folder: Path, file: Path) -> str | None:
        """What a next build believes of a file that this one has read."""
        status = file.stat()
        stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        first = Cache(folder)
        first.remember(str(file), stamp, "abc")
        first.save()
        first.close()
        second = Cache(folder)
        try:
            return second.digest(str(file), stamp)
        finally:
            second.close()

    def test_a_file_is_known_again(self, tmp_path: Path) -> None:
        (tmp_path / "x").write_text("x")
        time.sleep(0.05)
        assert self.remembered(tmp_path / "cache", tmp_path / "x") == "abc"

    def test_a_file_that_was_just_written_is_not_believed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It may change again within the same tick of the clock, and its stamp would be the same."""
        (tmp_path / "x").write_text("x")
        written = (tmp_path / "x").stat().st_ctime_ns
        monkeypatch.setattr(time, "time_ns", lambda: written + 1_000_000)
        assert self.remembered(tmp_path / "cache", tmp_path / "x") is None

    @pytest.mark.parametrize(("age", "believed"), [(1.0, False), (3.0, True)])
    def test_a_coarse_clock_is_given_longer(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age: float, believed: bool
    ) -> None:
        whole = 1_700_000_000 * 10**9
        monkeypatch.setattr(time, "time_ns", lambda: whole + int(age * 10**9))
        cache = Cache(tmp_path)
        cache.remember(str(tmp_path / "x"), (1, whole, whole, 7), "abc")
        cache.save()
        cache.close()
        again = Cache(tmp_path)
        assert (again.digest(str(tmp_path / "x"), (1, whole, whole, 7)) == "abc") is believed
        again.close()

    @pytest.mark.parametrize("part", range(4))
    def test_any_other_stamp_is_another_file(self, tmp_path: Path, part: int) -> None:
        cache = Cache(tmp_path)
        stamp = [5, 10**18 + 1, 10**18 + 1, 7]
        cache.remember(str(tmp_path / "x"), tuple(stamp), "abc")  # type: ignore[arg-type]
        cache.save()
        cache.close()
        stamp[part] += 1
        again = Cache(tmp_path)
        assert again.digest(str(tmp_path / "x"), tuple(stamp)) is None  # type: ignore[arg-type]
        again.close()

    def test_a_change_in_the_tick_of_a_build_is_seen(self, tmp_path: Path, archive: Callable[..., Path]) -> None:
        """The file is written and built and written again at once, with the same size."""
        content = archive()
        chosen = options(content, tmp_path / "site", cache=tmp_path / "cache")
        for text in ("En", "To", "Ny", "Og"):
            (content / "pages").mkdir(exist_ok=True)
            (content / "pages/om.md").write_text(f"---\ntitle: Om\n---\n{text}\n")
            build(chosen)
            assert f"<p>{text}</p>" in (tmp_path / "site/om/index.html").read_text()


class TestSpaces:
    def test_what_is_not_asked_for_is_dropped(self, tmp_path: Path) -> None:
        cache = Cache(tmp_path)
        cache.store("facts", "a", b"1")
        cache.store("facts", "b", b"2")
        cache.save()
        cache.close()
        cache = Cache(tmp_path)
        assert cache.load("facts", ["a", "c"]) == {"a": b"1"}
        cache.store("facts", "c", b"3")
        cache.save()
        cache.close()
        cache = Cache(tmp_path)
        assert cache.load("facts", ["a", "b", "c"]) == {"a": b"1", "c": b"3"}
        cache.close()

    def test_nor_what_is_only_looked_at(self, tmp_path: Path) -> None:
        for left in ({"a": b"1"}, {}):
            cache = Cache(tmp_path)
            if left:
                cache.store("facts", "a", b"1")
            assert cache.earlier("facts", ["a", "b"]) == ({} if left else {"a": b"1"})
            cache.save()
            cache.close()
        cache = Cache(tmp_path)
        assert cache.earlier("facts", ["a"]) == {}
        cache.close()

    def test_many_keys(self, tmp_path: Path) -> None:
        cache = Cache(tmp_path)
        for number in range(1700):
            cache.store("renders", str(number), str(number).encode())
        cache.save()
        assert len(cache.load("renders", (str(number) for number in range(2000)))) == 1700
        cache.close()

    def test_a_failed_build_leaves_it_as_it_was(self, tmp_path: Path, archive: Callable[..., Path]) -> None:
        content = archive({"pages/om.md": "---\ntitle: Om\n---\n"})
        chosen = options(content, tmp_path / "site", cache=tmp_path / "cache")
        build(chosen)
        before = rows(tmp_path / "cache")
        write(content, {"pages/om.md": "---\nfejl: 1\n---\n"})
        build(chosen)
        check(chosen)
        assert rows(tmp_path / "cache") == before

    def test_a_page_that_goes_leaves_nothing(self, tmp_path: Path, archive: Callable[..., Path]) -> None:
        content = archive({"pages/om.md": "---\ntitle: Om\n---\nSjældentord.\n"})
        chosen = options(content, tmp_path / "site", cache=tmp_path / "cache")
        build(chosen)
        (content / "pages/om.md").unlink()
        build(chosen)
        assert b"pages/om.md" not in repr(rows(tmp_path / "cache")).encode()
        assert b"Sj\xc3\xa6ldentord" not in b"".join(tree(tmp_path / "cache").values())


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in a cache, by table."""
    database = sqlite3.connect(folder / "cache.sqlite")
    try:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}
    finally:
        database.close()


class TestDamage:
    """Losing the cache loses nothing: the site is the same, and so is the next cache."""

    @pytest.fixture
    def world(self, tmp_path: Path, archive: Callable[..., Path]) -> tuple[Path, Path, dict[str, bytes]]:
        content = archive({f"{CASES}/x.md": "---\ntitle: X\n---\nTekst.\n"})
        time.sleep(0.05)
        build(options(content, tmp_path / "site", cache=tmp_path / "cache"))
        return content, tmp_path / "cache/cache.sqlite", tree(tmp_path / "site")

    @pytest.mark.parametrize(
        "damage",
        ["empty", "text", "cut", "middle", "head", "other format", "no tables", "other tables", "folder", "no file"],
    )
    def test_of_the_file(self, tmp_path: Path, world: tuple[Path, Path, dict[str, bytes]], damage: str) -> None:
        content, file, before = world
        data = file.read_bytes()
        assert len(data) > 8192
        file.unlink()
        if damage in ("other format", "no tables", "other tables"):
            file.write_bytes(data if damage == "other format" else b"")
            database = sqlite3.connect(file)
            database.execute(f"PRAGMA user_version = {99 if damage == 'other format' else 1}")
            if damage == "other tables":
                for table in ("facts", "bodies", "renders", "indexes", "stamps"):
                    database.execute(f"CREATE TABLE {table} (x TEXT)")
            database.commit()
            database.close()
        elif damage == "folder":
            file.mkdir()
        elif damage != "no file":
            middle = data[: len(data) // 2] + b"?" * 3000 + data[len(data) // 2 + 3000 :]
            head = b"?" * 200 + data[200:]
            made = {"empty": b"", "text": b"hej" * 999, "cut": data[:5000], "middle": middle, "head": head}
            file.write_bytes(made[damage])
        for _ in range(2):
            (content / CASES / "x.md").touch()  # or there would be nothing to do, and the cache not asked
            assert build(options(content, tmp_path / "site", cache=tmp_path / "cache")).written
            assert tree(tmp_path / "site") == before
        if damage != "folder":
            assert rows(tmp_path / "cache")["renders"], "it is of use again"

    def test_of_single_values(self, tmp_path: Path, world: tuple[Path, Path, dict[str, bytes]]) -> None:
        content, file, before = world
        database = sqlite3.connect(file)
        for table in ("facts", "bodies", "renders"):
            database.execute(f"UPDATE {table} SET value = x'00'")
        database.commit()
        database.close()
        assert build(options(content, tmp_path / "site", cache=tmp_path / "cache")).written
        assert tree(tmp_path / "site") == before

    @pytest.mark.parametrize("table", ["facts", "bodies", "renders"])
    def test_where_a_table_is_empty(
        self, tmp_path: Path, world: tuple[Path, Path, dict[str, bytes]], table: str
    ) -> None:
        content, file, before = world
        database = sqlite3.connect(file)
        database.execute(f"DELETE FROM {table}")
        database.commit()
        database.close()
        shutil.rmtree(tmp_path / "site")
        assert build(options(content, tmp_path / "site", cache=tmp_path / "cache")).written
        assert tree(tmp_path / "site") == before

    def test_a_folder_that_cannot_be_written(self, tmp_path: Path, archive: Callable[..., Path]) -> None:
        (tmp_path / "cache").write_text("en fil, hvor mappen skulle være")
        assert build(options(archive(), tmp_path / "site", cache=tmp_path / "cache")).written
        assert build(options(archive(), tmp_path / "other", cache=Path("/proc/nowhere"))).written
        assert tree(tmp_path / "site") == tree(tmp_path / "other")

    def test_a_file_that_cannot_be_written(
        self, tmp_path: Path, world: tuple[Path, Path, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        content, file, _ = world
        real = sqlite3.connect
        monkeypatch.setattr(sqlite3, "connect", lambda path, **named: real(f"file:{path}?mode=ro", uri=True, **named))
        write(content, {"pages/om.md": "---\ntitle: Om\n---\n"})
        data = file.read_bytes()
        assert build(options(content, tmp_path / "site", cache=tmp_path / "cache")).written
        assert (tmp_path / "site/om/index.html").exists()
        assert file.read_bytes() == data

    def test_a_cache_that_another_build_is_writing_is_not_taken_from_it(
        self, tmp_path: Path, world: tuple[Path, Path, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        content, file, _ = world
        real = sqlite3.connect
        monkeypatch.setattr(sqlite3, "connect", lambda path, **_: real(path, timeout=0.05))
        other = real(file, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        inode = file.stat().st_ino
        assert build(options(content, tmp_path / "site", cache=tmp_path / "cache")).written
        other.execute("COMMIT")
        other.close()
        assert file.stat().st_ino == inode
        assert rows(tmp_path / "cache")["renders"]


class TestUse:
    """What is as it was is not made again; counted where the work is done."""

    @pytest.fixture
    def counted(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
        from builder import reading, templates

        counts = {"parsed": 0, "rendered": 0}
        real_parse, real_render = reading.parse, templates.Renderer.render

        def parsing(*arguments: object, **named: object) -> object:
            counts["parsed"] += 1
            return real_parse(*arguments, **named)  # type: ignore[arg-type]

        def rendering(*arguments: object) -> object:
            counts["rendered"] += 1
            return real_render(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(reading, "parse", parsing)
        monkeypatch.setattr(templates.Renderer, "render", rendering)
        return counts

    def test_a_second_build_parses_and_renders_nothing(
        self, tmp_path: Path, archive: Callable[..., Path], counted: dict[str, int]
    ) -> None:
        chosen = options(
            archive({f"{CASES}/x.md": "---\ntitle: X\n---\nHej.\n"}), tmp_path / "site", cache=tmp_path / "c"
        )
        time.sleep(0.05)
        build(chosen)
        assert min(counted.values()) > 3
        counted.update(parsed=0, rendered=0)
        build(chosen)
        assert counted == {"parsed": 0, "rendered": 0}

    def test_a_file_that_is_only_touched_is_not_parsed(
        self, tmp_path: Path, archive: Callable[..., Path], counted: dict[str, int]
    ) -> None:
        """Else every build of a fresh checkout, whose files are all new, would parse everything."""
        content = archive({f"{CASES}/x.md": "---\ntitle: X\n---\nHej.\n"})
        time.sleep(0.05)
        build(options(content, tmp_path / "site", cache=tmp_path / "c"))
        counted.update(parsed=0, rendered=0)
        for file in content.rglob("*.md"):
            os.utime(file)
        build(options(content, tmp_path / "site", cache=tmp_path / "c"))
        assert counted == {"parsed": 0, "rendered": 0}

    def test_a_cache_is_valid_in_another_checkout(
        self, tmp_path: Path, archive: Callable[..., Path], counted: dict[str, int]
    ) -> None:
        content = archive({f"{CASES}/x.md": "---\ntitle: X\n---\nHej.\n"})
        build(options(content, tmp_path / "site", cache=tmp_path / "c"))
        for name in ("content", "site", "c"):
            shutil.copytree(tmp_path / name, tmp_path / "elsewhere" / name)
        counted.update(parsed=0, rendered=0)
        elsewhere = tmp_path / "elsewhere"
        made = build(options(elsewhere / "content", elsewhere / "site", cache=elsewhere / "c"))
        assert made.written
        assert (made.written.written, made.written.removed) == (0, 0)
        assert tree(elsewhere / "site") == tree(tmp_path / "site")
        assert counted == {"parsed": 0, "rendered": 0}

    def test_a_changed_program_believes_nothing(
        self, tmp_path: Path, archive: Callable[..., Path], counted: dict[str, int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from builder import reading, rendering, unchanged

        chosen = options(archive(), tmp_path / "site", cache=tmp_path / "c")
        time.sleep(0.05)
        build(chosen)
        before, counted["parsed"] = dict(counted), 0
        for module in (reading, rendering):
            monkeypatch.setattr(module, "program", lambda: "another")
        monkeypatch.setattr(unchanged, "_program", lambda: [(1, 2, 3, 4)])
        build(chosen)
        assert counted == {"parsed": before["parsed"], "rendered": 2 * before["rendered"]}

    @pytest.mark.parametrize(
        "guard",
        ["draft: true", "publish: 2020-01-01", "retracted: 2020-01-01", "access: closed", "access: open",
         "handlings:\n- body: kb\n  access: {votes: closed}", "attachments:\n- title: X\n  access: closed"],
    )  # fmt: skip
    def test_nothing_guarded_enters(self, tmp_path: Path, archive: Callable[..., Path], guard: str) -> None:
        """Not even what is public of it: whether it is may change with the clock."""
        text = f"---\ntitle: Sjældentitel\nid: enlukket\n{guard}\n---\nSjældentord.\n"
        content = archive({f"{CASES}/x.md": text})
        time.sleep(0.05)
        build(options(content, tmp_path / "site", cache=tmp_path / "c"))
        build(options(content, tmp_path / "site", cache=tmp_path / "c"))
        found = rows(tmp_path / "c")
        assert "Sj\u00e6ldent" not in repr(found)
        assert "Sjældent".encode() not in b"".join(value for table in ("facts", "bodies") for _, value in found[table])  # type: ignore[misc]
        assert f"{CASES}/x.md" not in repr(found["stamps"])
        place = sources.classify(f"{CASES}/x.md")
        assert place
        assert not parse(place, text.encode(), Settings("", ())).cacheable

    def test_a_file_with_findings_is_not_kept(self, tmp_path: Path, archive: Callable[..., Path]) -> None:
        """A warning must be said in every build, not in the first alone."""
        files = {f"{CASES}/x.md": "---\ntitle: X\n---\n", f"{CASES}/x/ikke-nævnt.txt": "x"}
        chosen = options(archive(files), tmp_path / "site", cache=tmp_path / "c")
        time.sleep(0.05)
        first, second = build(chosen), build(chosen)
        assert first.findings
        assert first.findings == second.findings


@dataclass(frozen=True)
class Thing:
    name: str
    when: date


def test_a_key_hangs_on_every_input_and_where_it_ends() -> None:
    assert key_of("a", "b") != key_of("ab", "") != key_of("b", "a")
    assert key_of("a") == key_of("a")
    assert len(key_of(program(), __version__)) == 64


def test_dates_and_enumerations_keep_their_types() -> None:
    document_ = Document(
        Place("x.md", Kind.CASE, "x", ""), (Outcome.LAPSED, Decimal("2.40"), NOW, NOW.date(), clock(8))
    )
    back = thaw(freeze(document_))
    assert back == document_
    assert [type(each) for each in back.record] == [Outcome, Decimal, datetime, date, clock]
    assert freeze(replace(document_, words="a")) != freeze(document_)
    assert freeze(Thing("a", NOW.date())) == freeze(Thing("a", NOW.date() + timedelta(0)))
