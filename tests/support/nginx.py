"""A real nginx that serves a site by the configuration of docs/udgiver/nginx.conf, as a process of its own."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT

UNPACKED = ROOT / "tests/nginx"  # by tests/install.sh, where none is installed
PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:{UNPACKED / 'usr/sbin'}")
TYPES = next((at / "etc/nginx/mime.types" for at in (Path("/"), UNPACKED) if (at / "etc/nginx").is_dir()), UNPACKED)
GUIDE = ROOT / "docs/udgiver/egen-server.md"
CONFIGURATION = ROOT / "docs/udgiver/nginx.conf"
needs_nginx = pytest.mark.skipif(PROGRAM is None or not TYPES.is_file(), reason="no nginx on this machine")
MAIN = """\
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    include {types};
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    """What the server said; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Host:
    """A server that runs."""

    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """One request, as it is: neither redirections nor compression are followed. `If_None_Match` for a header."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            connection.request(method, path, headers={name.replace("_", "-"): said for name, said in headers.items()})
            said = connection.getresponse()
            return Answer(said.status, {name.lower(): value for name, value in said.getheaders()}, said.read())


def configured(root: Path, port: int, rules: Path, base: str = "", *, within: bool = False) -> str:
    """The configuration with every line that its reader is asked to change, changed.

    Args:
        root: what it calls so.
        port: on the loopback.
        rules: the folder that they lie in.
        base: the path below which the site lies.
        within: whether the server has another site besides, as docs/udgiver/egen-server.md tells.
    """
    changes = {
        "listen 80; ": f"listen 127.0.0.1:{port}; ",
        "server_name beslutninger.example.org; ": "server_name 127.0.0.1; ",
        "root /srv/beslut/site; ": f"root {root}; ",
        "error_page 403 404 =404 /404.html; ": f"error_page 403 404 =404 {base}/404.html; ",
        "include /etc/nginx/beslut/*.conf; ": f"include {rules}/*.conf; ",
    }
    text = CONFIGURATION.read_text("utf-8")
    assert len(re.findall(r"; +# RET", text)) == len(changes)
    for before, after in changes.items():
        assert text.count(f"    {before}") == 1, before
        text = text.replace(before, after)
    if within:
        (frame,) = re.findall(r"```nginx\n(location = .*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
        head, mark, rest = text.partition("    root ")
        inner, end, foot = rest.partition("\n}\n")
        framed = frame.replace("/arkiv", base).replace("    # alt fra »root« og ned\n", mark + inner)
        text = f"{head}root {root.parent / 'other'};\n{framed}{end}{foot}"
    return text


@contextlib.contextmanager
def nginx(folder: Path, root: Path, rules: str = "", base: str = "", *, within: bool = False) -> Iterator[Host]:
    """Serve what lies below a root.

    Args:
        folder: an empty folder for all that the server needs.
        root: what the configuration calls `root`.
        rules: what `beslut redirects nginx` wrote.
        base: the path below which the site lies.
        within: whether the server has another site besides.
    """
    assert PROGRAM
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "rules").mkdir(parents=True)
    (folder / "rules/redirects.conf").write_text(rules, "utf-8")
    (folder / "site.conf").write_text(configured(root, port, folder / "rules", base, within=within), "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""  # the folders of tests are closed to all others
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, types=TYPES, user=user), "utf-8")
    call = [PROGRAM, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    tried = subprocess.run([*call, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "[warn]" not in tried.stderr, tried.stderr
    process = subprocess.Popen(call, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield Host(port)
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    pytest.fail("nginx does not answer")
