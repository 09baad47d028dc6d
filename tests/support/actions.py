"""The part of GitHub Actions that our workflows use, on this machine: their own `run` steps, one by one, in bash.

What others have made is stood in for: a checkout is a folder, Python and what pip would install are this one's, a cache
is a folder that outlives the checkout, and Pages a folder that is served.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT

Scope = Mapping[str, Any]


class Loader(yaml.SafeLoader):
    """YAML 1.2 in what matters here: `on` is a word."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if tag != "tag:yaml.org,2002:bool"]
    for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(text: str) -> dict[str, Any]:
    """A workflow or an action."""
    return dict(yaml.load(text, Loader))


class Failed(Exception):
    """A step that ended otherwise than with 0; what all steps had said."""


@dataclass
class Machine:
    """What outlives a run.

    Args:
        folder: an empty one, for all of it.
        address: where Pages are served.
    """

    folder: Path
    address: str
    said: str = ""  # of the last run
    saved: list[str] = field(default_factory=list)  # the keys of caches, in order
    runs: int = 0

    def __post_init__(self) -> None:
        for name in ("bin", "caches", "live"):
            (self.folder / name).mkdir(parents=True)
        python = f"exec {sys.executable}"
        self._program("python", f'case "$*" in "-m pip install "*) echo "pip: $*"; exit 0;; esac\n{python} "$@"')
        self._program("beslut", f'{python} -m builder "$@"')

    def _program(self, name: str, script: str) -> None:
        (self.folder / "bin" / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.folder / "bin" / name).chmod(0o755)

    @property
    def live(self) -> Path:
        """What is published."""
        return self.folder / "live"

    def run(self, checkout: Path, event: str, workflow: str = ".github/workflows/publish.yml", **env: str) -> list[str]:
        """Run a workflow of a checkout; the names of its jobs that ran.

        Raises:
            Failed: where a step failed.
        """
        self.runs, self.said = self.runs + 1, ""
        told = load((checkout / workflow).read_text("utf-8"))
        needs: dict[str, Any] = {}
        for name, job in told["jobs"].items():
            scope = {"github": {"event_name": event}, "runner": {"os": "Linux"}, "needs": needs}
            if not evaluate(job.get("if", "true"), scope, checkout):
                continue
            run = Run(self, checkout, env)
            steps = run.steps(job["steps"], scope)
            for done in run.after:
                done()
            outputs = {key: filled(value, {"steps": steps}, checkout) for key, value in job.get("outputs", {}).items()}
            needs[name] = {"outputs": outputs}
        return list(needs)


@dataclass
class Run:
    """A job that runs."""

    machine: Machine
    checkout: Path
    env: Mapping[str, str]
    after: list[Any] = field(default_factory=list)

    def steps(self, steps: list[dict[str, Any]], scope: Scope) -> dict[str, Any]:
        """Run steps; the outputs of those that have an id."""
        found: dict[str, Any] = {}
        scope = {**scope, "steps": found}
        for step in steps:
            if not evaluate(step.get("if", "true"), scope, self.checkout):
                continue
            given = {key: filled(value, scope, self.checkout) for key, value in step.get("with", {}).items()}
            if "run" in step:
                env = {key: filled(value, scope, self.checkout) for key, value in step.get("env", {}).items()}
                outputs = self._run(step["run"], env)
            elif step["uses"].startswith("./"):
                action = load((self.checkout / step["uses"] / "action.yml").read_text("utf-8"))
                assert given.keys() <= action["inputs"].keys()
                inputs = {key: given.get(key, told["default"]) for key, told in action["inputs"].items()}
                own = self.steps(action["runs"]["steps"], {**scope, "inputs": inputs})
                outputs = {
                    key: filled(told["value"], {"steps": own}, self.checkout) for key, told in action["outputs"].items()
                }
            else:
                name = step["uses"].partition("@")[0].removeprefix("actions/").replace("-", "_")
                outputs = getattr(self, f"_{name}")(given) or {}
            if "id" in step:
                found[step["id"]] = {"outputs": outputs}
        return found

    def _run(self, script: str, env: Mapping[str, str]) -> dict[str, str]:
        machine, output = self.machine, self.machine.folder / "output"
        output.write_text("")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script],
            cwd=self.checkout,
            env={
                "PATH": f"{machine.folder / 'bin'}:{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "HOME": str(machine.folder),
                "LANG": "C.UTF-8",
                "no_proxy": "*",
                "CI": "true",
                "GITHUB_RUN_ID": str(machine.runs),
                "GITHUB_OUTPUT": str(output),
                **self.env,
                **env,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        machine.said += done.stdout
        if done.returncode:
            raise Failed(machine.said)
        return dict(line.split("=", 1) for line in output.read_text().splitlines())

    # --- what others have made ------------------------------------------------------------------------------------

    def _checkout(self, given: Scope) -> None:
        assert given == {"persist-credentials": "false"}
        assert (self.checkout / ".git").is_dir()

    def _setup_python(self, given: Scope) -> None:
        assert (self.checkout / given["cache-dependency-path"]).is_file()

    def _configure_pages(self, _given: Scope) -> dict[str, str]:
        return {"base_url": self.machine.address}

    def _cache(self, given: Scope) -> None:
        path, caches = self.checkout / given["path"], self.machine.folder / "caches"
        wanted = [given["key"], *given["restore-keys"].split()]
        known = [(each, name) for each in wanted for name in reversed(self.machine.saved) if name.startswith(each)]
        if known:
            shutil.copytree(caches / known[0][1], path)
        if given["key"] not in self.machine.saved:
            self.after.append(lambda: shutil.copytree(path, caches / given["key"]))
            self.after.append(lambda: self.machine.saved.append(given["key"]))

    def _upload_pages_artifact(self, given: Scope) -> None:
        artifact = self.machine.folder / "artifact"
        shutil.rmtree(artifact, ignore_errors=True)
        shutil.copytree(self.checkout / given["path"], artifact, ignore=shutil.ignore_patterns(".*"))

    def _deploy_pages(self, _given: Scope) -> dict[str, str]:
        shutil.rmtree(self.machine.live)
        (self.machine.folder / "artifact").rename(self.machine.live)
        return {"page_url": self.machine.address}


def filled(value: object, scope: Scope, checkout: Path) -> str:
    """A value of the workflow with its expressions worked out."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda match: str(evaluate(match[1], scope, checkout)), str(value))


def evaluate(expression: str, scope: Scope, checkout: Path) -> Any:
    """An expression; the little of the language that our workflows use."""

    def hash_files(*patterns: str) -> str:
        files = sorted({file for each in patterns for file in checkout.glob(each) if file.is_file()})
        if "**" in "".join(patterns):
            files = sorted({*files, *(f for each in patterns for f in checkout.glob(f"{each}/*") if f.is_file())})
        made = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
        return made if files else ""

    def named(match: re.Match[str]) -> str:
        if match[0][0] == "'" or match[0] in {"hashFiles", "format", "and", "or", "true"}:
            return match[0]
        value: Any = scope
        for part in match[0].split("."):
            value = value.get(part, "")
        return repr(value)

    python = expression.replace("&&", " and ").replace("||", " or ")
    python = re.sub(r"'[^']*'|[A-Za-z_][\w-]*(?:\.[\w-]+)*", named, python.strip())
    functions = {"hashFiles": hash_files, "format": str.format, "true": True}
    return eval(python, {"__builtins__": {}}, functions)  # our own files only
