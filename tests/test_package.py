"""The package: built, checked, installed where no checkout is, and used there on every Python that it is for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from conftest import CONTENT, ROOT, tree

from builder import __version__

pytestmark = pytest.mark.slow
WHEEL = f"beslut-{__version__}-py3-none-any.whl"
SDIST = f"beslut-{__version__}.tar.gz"
VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def run(*call: object, cwd: Path, **env: str) -> str:
    """What a program says; it knows nothing of this checkout, and may not fail."""
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV", "CI"}}
    done = subprocess.run(
        [str(each) for each in call],
        cwd=cwd,
        env={**kept, "LANG": "C.UTF-8", **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, and the wheel made of it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


def test_a_wheel_and_its_sources_are_built(dist: Path) -> None:
    assert {file.name for file in dist.iterdir()} == {WHEEL, SDIST}


def test_twine_finds_nothing(dist: Path) -> None:
    said = run(sys.executable, "-m", "twine", "check", "--strict", *dist.iterdir(), cwd=dist)
    assert len(re.findall("PASSED", said)) == 2


def known(*folders: str) -> set[str]:
    """Every file of the project below some folders, but for what running it leaves."""
    found = (file for folder in folders for file in (ROOT / folder).rglob("*") if file.is_file())
    return {file.relative_to(ROOT).as_posix() for file in found if "__pycache__" not in file.parts}


def test_the_wheel_holds_all_that_the_program_reads_and_nothing_else(dist: Path) -> None:
    with zipfile.ZipFile(dist / WHEEL) as wheel:
        packed = {name for name in wheel.namelist() if not name.startswith(f"beslut-{__version__}.dist-info/")}
        metadata = wheel.read(f"beslut-{__version__}.dist-info/METADATA").decode()
    templates = {name.replace("templates/", "builder/default_templates/", 1) for name in known("templates")}
    assert packed == known("builder") | templates | {"builder/starter/action.yml"}
    assert f"\nVersion: {__version__}\n" in metadata
    assert "\nRequires-Python: >=3.11\n" in metadata


def test_the_sources_are_those_that_the_wheel_is_made_of(dist: Path) -> None:
    with tarfile.open(dist / SDIST) as sources:
        packed = {name.removeprefix(f"beslut-{__version__}/") for name in sources.getnames()}
    assert known("builder", "templates", "content", "docs") <= packed
    assert {"action.yml", "LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml", "Makefile"} <= packed
    assert not any(
        each.startswith(("tests/node_modules", "tests/nginx", ".venv", "site/", ".beslut")) for each in packed
    )


def test_the_package_says_which_pythons_it_is_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    told = [each.rpartition(" ")[2] for each in project["classifiers"] if re.search(r":: 3\.\d+$", each)]
    assert tuple(told) == VERSIONS


# --- installed ------------------------------------------------------------------------------------------------


AT = ("--content", CONTENT, "--at", "2026-01-15T12:00", "--quiet", "--no-cache", "--output")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the checkout makes of the real archive."""
    folder = tmp_path_factory.mktemp("checkout")
    run(sys.executable, "-m", "builder", "build", *AT, "site", cwd=folder, PYTHONPATH=str(ROOT))
    return tree(folder / "site")


def python_of(version: str) -> str | None:
    """A Python of a version that runs: on the path, or one that pyenv keeps."""
    kept = sorted(
        (Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions").glob(f"{version}.*/bin/python")
    )
    for each in (shutil.which(f"python{version}"), *map(str, reversed(kept))):
        if each and subprocess.run([each, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0:
            return each
    return None


@pytest.mark.parametrize("version", VERSIONS)
def test_it_is_installed_and_used_where_no_checkout_is(
    version: str, dist: Path, site: dict[str, bytes], tmp_path: Path
) -> None:
    python = python_of(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine: the package was not tried with it")
    run(python, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    own = tmp_path / "venv/bin"
    pip = (own / "python", "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "install", dist / WHEEL, cwd=tmp_path)
    run(*pip, "check", cwd=tmp_path)
    where = run(own / "python", "-c", "import builder; print(builder.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(tmp_path / "venv")
    assert run(own / "beslut", "--version", cwd=tmp_path) == f"beslut {__version__}\n"

    folder = tmp_path / "arkiv"
    run(own / "beslut", "new", "archive", folder, "--title", "Prøve", cwd=tmp_path)
    run(*pip, "install", "--no-index", "--requirement", folder / "requirements.txt", cwd=tmp_path)  # it is this one
    run(own / "beslut", "new", "authority", "--name", "Havneby Kommune", cwd=folder)
    run(own / "beslut", "new", "case", "--title", "Ny cykelsti", cwd=folder)
    run(own / "beslut", "check", "--strict", cwd=folder)
    run(own / "beslut", "build", cwd=folder)
    assert {"index.html", "soeg/index.html", "pagefind/pagefind.js"} <= set(tree(folder / "site"))

    # What it makes of the real archive is what the checkout makes of it, to the byte.
    run(own / "beslut", "build", *AT, "real", cwd=tmp_path)
    assert tree(tmp_path / "real") == site
