"""The rules for hosts: one table of addresses, written as each host reads it; nginx is asked whether it does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, unquote

import pytest
from conftest import tree, write
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.nginx import needs_nginx, nginx

from builder.__main__ import _parser, main
from builder.options import CALL, DONE, MACHINE
from builder.publishing.manifest import NOTHING, Published, parse
from builder.publishing.rules import HOSTS, moved, rules
from builder.urls import is_address

SIGNS = st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="/\\?#%\"'<>|*:")
NAMES = st.text(SIGNS, min_size=1, max_size=12).filter(lambda name: not name.startswith("."))
PATHS = st.lists(NAMES, min_size=1, max_size=4).map(lambda names: f"/{'/'.join(names)}/")
BASES = st.sampled_from(["", "/arkiv", "/%C3%A6ldre/arkiv"])


def site(aliases: Mapping[str, str], base: str = "", retracted: tuple[str, ...] = ()) -> Published:
    told = {"generator": "beslut", "files": {}, "base": base, "aliases": dict(aliases), "retracted": list(retracted)}
    return parse(json.dumps(told).encode())


@given(PATHS)
def test_these_are_addresses(path: str) -> None:
    assert is_address(path)


ODD = {"/gammel/æble/": "/ny/", "/a$b/{c};d/": "/ny/#møde", "/sager/(1)/": "/x$y/", "/a+b&c=d/": "/ny/", "/~e/": "/é/"}


@given(st.dictionaries(PATHS, PATHS, max_size=5), BASES)
@example(ODD, "/arkiv")
@pytest.mark.parametrize(("host", "status"), [("cloudflare", "301"), ("netlify", "301!")])
def test_a_rule_is_three_words_that_say_the_addresses(
    host: str, status: str, aliases: dict[str, str], base: str
) -> None:
    lines = rules(site(aliases, base), host).splitlines()
    read = [line.split(" ") for line in lines]
    assert {(unquote(old), unquote(new), code) for old, new, code in read} == {
        (unquote(base) + old, unquote(base + new), status) for old, new in aliases.items()
    }
    assert len(lines) == len(aliases)
    assert all(line.isascii() and not re.match(r"[^ ]*[*:#?%](?![0-9A-F]{2})", line) for line in lines)


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20)), st.lists(st.text(max_size=20)))
@example({'/x"; } return 200 hej; #/': '/y"; }'}, ['/x"; }/', "/$uri/", "/a b/", "/\n/"])
def test_whatever_a_manifest_says_no_rule_says_more(aliases: dict[str, str], retracted: list[str]) -> None:
    """Only what can be an address is told, so nothing ends a word or a line of the file."""
    told = Published(files={}, cases={}, aliases=aliases, retracted=frozenset(retracted), pages=frozenset())
    for line in rules(told, "nginx").splitlines():
        assert re.fullmatch(
            r'location = "(/[^"\\\s]*)?" \{ (return 301 "[\w/.~%#-]*"|error_page 410 "/[^"\\\s$]*"; return 410); \}',
            line,
        )
    assert all(is_address(old) for old, _ in moved(told))


@needs_nginx
@settings(max_examples=12)
@given(st.dictionaries(PATHS, PATHS, min_size=1, max_size=60), st.sets(PATHS, max_size=10), BASES)
@example(ODD, {"/væk/her/", "/$/"}, "/arkiv")
@example(
    {f"/gammel/{number:05}/en-ret-lang-adresse-for-at-se-om-den-kan-holdes/": "/ny/" for number in range(3000)},
    set(),
    "",
)
def test_nginx_leads_on_as_told(aliases: dict[str, str], retracted: set[str], base: str) -> None:
    aliases = {old: new for old, new in aliases.items() if old not in retracted}
    told = site(aliases, base, tuple(retracted))
    with TemporaryDirectory() as folder:
        pages = {f"{unquote(base)}{path}index.html".lstrip("/"): "væk" for path in retracted}
        root = write(Path(folder) / "srv", pages)
        with nginx(Path(folder) / "server", root, rules(told, "nginx")) as host:
            for old, new in list(aliases.items())[:60]:
                for asked in {old, old.rstrip("/")} - aliases.keys() - retracted | {old}:
                    answer = host.ask(base + quote(asked))
                    assert (answer.status, unquote(answer.headers["location"])) == (301, unquote(base + new)), asked
                assert host.ask(f"{base}{quote(old)}x").status == 404  # one address, not all below it
            for path in retracted:
                assert host.ask(base + quote(path)).status == (200 if "$" in path else 410)


# --- the command ----------------------------------------------------------------------------------------------

CASE = "---\ntitle: Sag\naliases: [/gammel/, /gammel/æble]\n---\n"
GONE = "---\ntitle: Væk\nretracted: {date: 2025-06-01, reason: Personoplysninger}\n---\n"
SITE: dict[str, str | bytes] = {"havneby/cases/2024/sag.md": CASE, "havneby/cases/2024/vaek.md": GONE}


def test_the_rules_of_a_site_are_told(built: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder = built(SITE, base_url="https://example.org/arkiv/")
    assert main(["redirects", "netlify", "--site", str(folder)]) == DONE
    assert capsys.readouterr().out == (
        "/arkiv/gammel/ /arkiv/havneby/sager/2024/sag/ 301!\n"
        "/arkiv/gammel/%C3%A6ble/ /arkiv/havneby/sager/2024/sag/ 301!\n"
    )
    assert main(["redirects", "nginx", "--site", str(folder), "--output", str(folder.parent / "r.conf")]) == DONE
    assert capsys.readouterr().out == ""
    assert (folder.parent / "r.conf").read_text("utf-8").count("location = ") == 5
    assert 'location = "/arkiv/havneby/sager/2024/vaek/" { error_page 410' in (folder.parent / "r.conf").read_text()


def test_they_may_lie_in_the_site_from_build_to_build(built: Callable[..., Path]) -> None:
    folder = built(SITE)
    assert main(["redirects", "cloudflare", "--site", str(folder), "--output", str(folder / "_redirects")]) == DONE
    before = tree(folder)
    assert tree(built(SITE)) == before


def test_no_site_no_rules(tmp_path: Path, built: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/manifest.json").write_text("{}")
    for place in ("nowhere", "other"):
        assert main(["redirects", "nginx", "--site", place, "--output", "r.conf"]) == CALL
        assert capsys.readouterr().err == f"{place} is no site that beslut made; name it with --site\n"
    assert not Path("r.conf").exists()
    assert main(["redirects", "nginx", "--site", str(built(SITE)), "--output", "no/folder/r.conf"]) == MACHINE


def test_without_earlier_addresses_there_are_no_rules() -> None:
    assert [rules(NOTHING, host) for host in HOSTS] == ["", "", ""]


def test_the_command_knows_every_host() -> None:
    for host in HOSTS:
        assert _parser(str).parse_args(["redirects", host]).host == host
    with pytest.raises(SystemExit):
        _parser(str).parse_args(["redirects", "other"])
