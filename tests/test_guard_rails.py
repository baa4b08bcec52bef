"""What guards the repository: workflows, forms, hooks and the image name only what exists, ask for no more than they need."""

import json
import re
import shlex
from fnmatch import fnmatch

import pytest
import typer
import yaml
from conftest import ROOT

from catalog.cli.app import COMMANDS, app_for
from catalog.site.pages import PAGES
from catalog.vocabulary import vocabulary

GITHUB = ROOT / ".github"
WORKFLOWS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(GITHUB.glob("workflows/*.yml"))
}
FORMS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(GITHUB.glob("ISSUE_TEMPLATE/*.yml")) if path.stem != "config"
}  # fmt: skip
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
READS = {"contents": "read"}
WRITES = {("release", "release"): {"contents": "write"}, ("pages", "deploy"): {"pages": "write", "id-token": "write"}}

TOOLS = {"sha256sum", "cat", "cd", "gh"}


def jobs():
    return [(name, id, job) for name, flow in WORKFLOWS.items() for id, job in flow["jobs"].items()]


def steps():
    return [(name, step) for name, _, job in jobs() for step in job["steps"]]


def test_the_workflows_are_those_that_are_needed():
    assert set(WORKFLOWS) == {"check", "test", "release", "links", "pages"}
    starts = {name: flow[True] for name, flow in WORKFLOWS.items()}  # YAML 1.1 reads the key `on` as true
    assert starts["check"] == "pull_request"
    assert set(starts["test"]) == {"push", "pull_request"}
    assert starts["release"] == {"push": {"tags": ["v*"]}}
    assert set(starts["links"]) == {"schedule", "workflow_dispatch"}
    assert starts["pages"] == "workflow_dispatch"


def test_no_workflow_may_do_more_than_it_must():
    for flow in WORKFLOWS.values():
        assert flow["permissions"] == READS
    for name, id, job in jobs():
        assert job["timeout-minutes"] <= 60
        written = {scope: right for scope, right in job.get("permissions", {}).items() if right != "read"}
        assert written == WRITES.get((name, id), {}), (name, id)
    for path in GITHUB.glob("workflows/*.yml"):
        text = path.read_text(encoding="utf-8")
        assert "secrets." not in text
        assert "pull_request_target" not in text
    for name, step in steps():
        assert "${{" not in step.get("run", ""), f"{name}: what others write must come as a variable, not as code"
        assert ("uses" in step) != ("run" in step)
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_actions_are_githubs_own_in_a_major_version():
    used = [step["uses"] for _, step in steps() if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", action)] == []
    assert len({action.split("@")[0] for action in used}) == len(set(used)), "one action in two versions"


def commands(run):
    """The commands of a script of one line each, as words, without what they are redirected to."""
    for part in re.split(r"\n|&&|\|\||;", run):
        words = shlex.split(part)
        cut = next((place for place, word in enumerate(words) if word in (">", ">>", "|")), len(words))
        if words[:cut]:
            yield words[:cut]


def known_options(name):
    """The options of a command of ours."""
    command = typer.main.get_command(app_for([name])).commands[name]
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}


def refuse_unknown_options(words):
    """Fails for a command of ours with an option that it does not have."""
    asked = {word.partition("=")[0] for word in words[1:] if word.startswith("-")}
    assert asked <= known_options(words[0]), words


def refuse_unknown(words):
    """Fails for a command that is no script of ours with options that it has."""
    name = words[0]
    if name in TOOLS:
        return
    script = words[1] if name == ".venv/bin/python" else name
    assert script.startswith("scripts/"), words
    assert (ROOT / script).is_file(), f"{script} is not there"
    if script == name:
        assert (ROOT / script).stat().st_mode & 0o100, f"{script} cannot be run"
    if script == "scripts/catalog":
        assert words[1] in COMMANDS, words
        if words[1] in COMMANDS:
            refuse_unknown_options(words[1:])
        return
    text = (ROOT / script).with_suffix(".py").read_text(encoding="utf-8") if len(words) > 1 + (script != name) else ""
    for word in words:
        if word.startswith("--"):
            assert f'"{word}"' in text, f"{script} knows no {word}"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_command_of_a_workflow_exists(name):
    runs = [step["run"] for other, step in steps() if other == name and "run" in step]
    assert runs or name == "none"
    for run in runs:
        for words in commands(run):
            refuse_unknown(words)


@pytest.mark.parametrize(
    "line",
    ["scripts/catalog chekc", "scripts/catalog check --formt github", "scripts/none", "scripts/release --tga v1", "curl x", "scripts/docs.py"],
)  # fmt: skip
def test_a_command_that_does_not_exist_is_noticed(line):
    with pytest.raises(AssertionError):
        refuse_unknown(shlex.split(line))


def test_a_pull_request_is_checked_annotated_and_summed_up():
    runs = "\n".join(step["run"] for name, step in steps() if name == "check" and "run" in step)
    assert "scripts/catalog check --format github --changed" in runs
    assert 'scripts/catalog diff origin/main HEAD --format markdown >> "$GITHUB_STEP_SUMMARY"' in runs
    assert next(step for _, step in steps() if "checkout" in step.get("uses", ""))["with"]["fetch-depth"] == 0
    assert WORKFLOWS["links"]["jobs"]["links"]["continue-on-error"] is True


def fields(form):
    return {field["id"]: field for field in form["body"] if field["type"] != "markdown"}


def test_the_forms_are_those_that_are_needed_and_nothing_goes_round_them():
    assert set(FORMS) == {"new-system", "wrong-figure", "disputed-figure"}
    config = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE/config.yml").read_text(encoding="utf-8"))
    assert config["blank_issues_enabled"] is False


@pytest.mark.parametrize("name", FORMS)
def test_every_form_demands_the_source_and_its_words(name):
    form = FORMS[name]
    assert form["name"]
    assert form["description"].endswith(".")
    known = fields(form)
    assert len(known) == sum(field["type"] != "markdown" for field in form["body"])
    for id, kind in {"source": "input", "passage": "textarea"}.items():
        assert known[id]["type"] == kind
        assert known[id]["validations"]["required"] is True
    for field in known.values():
        assert field["attributes"]["label"]
        assert isinstance(field["validations"]["required"], bool)
        assert field["type"] != "dropdown" or len(set(field["attributes"]["options"])) > 1
    assert sum(field["validations"]["required"] for field in known.values()) >= 4


def test_the_template_of_pull_requests_asks_what_a_reviewer_would():
    text = (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
    boxes = re.findall(r"^- \[ \] (.+)$", text, re.MULTILINE)
    for word in ("passage", "variant", "condition", "catalog check", "scope", "CHANGELOG.md"):
        assert any(word in box for box in boxes), word


def test_every_command_of_ours_in_the_operators_document_exists():
    text = (ROOT / "docs/operators.md").read_text(encoding="utf-8")
    lines = re.findall(r"(?:/opt/catalog/bin/|scripts/|ExecStart=\S+/|^|`)catalog ([a-z]+[^`&\n]*)", text, re.MULTILINE)
    asked = [shlex.split(line) for line in lines]
    assert {words[0] for words in asked} == {"serve", "freeze", "build"}
    for words in asked:
        refuse_unknown_options(words)
    for script in re.findall(r"scripts/\w+", text):
        assert (ROOT / script).is_file()


def test_hooks_check_records_and_code():
    assert [repo["repo"] for repo in HOOKS] == ["local"], "nothing is fetched but ruff"
    hooks = {hook["id"]: hook for hook in HOOKS[0]["hooks"]}
    refuse_unknown(shlex.split(hooks["records"]["entry"]))
    wanted = re.compile(hooks["records"]["files"]).search
    for path, asked in [("systems/artillery/gun-a.yml", True), ("sources/paper.yml", True), ("events/2024/x.yml", True),
                        ("tests/records/sources/paper.yml", False), ("metadata.yml", False)]:  # fmt: skip
        assert bool(wanted(path)) is asked, path
    pinned = next(line for line in (ROOT / "constraints.txt").read_text().splitlines() if line.startswith("ruff=="))
    for name in ("ruff-check", "ruff-format"):
        assert hooks[name]["additional_dependencies"] == [pinned]


def test_examples_in_the_forms_are_of_this_catalog():
    text = "\n".join(path.read_text(encoding="utf-8") for path in GITHUB.glob("ISSUE_TEMPLATE/*.yml"))
    for system in re.findall(r"placeholder: ([a-z0-9-]+), ", text):
        assert list(ROOT.glob(f"systems/*/{system}.yml")), system
    assert "self-propelled gun" in {entry.label for entry in vocabulary().classes.values()}


def instructions():
    """The instructions of the Dockerfile: stage, name, words."""
    text = re.sub(
        r"\\\n\s*", "", re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    stage = -1
    for line in text.splitlines():
        if line.strip():
            name, _, words = line.partition(" ")
            stage += name == "FROM"
            yield stage, name, words


def test_the_image_is_slim_and_nobody_in_it_is_root():
    found = list(instructions())
    bases = [words.split()[0] for _, name, words in found if name == "FROM"]
    assert len(bases) == 2
    assert all(re.fullmatch(r"python:3\.\d+-slim", base) for base in bases)
    last = [(name, words) for stage, name, words in found if stage == 1]
    names = [name for name, _ in last]
    user = dict(last)["USER"]
    assert user.isdecimal()
    assert int(user) > 0
    assert names.index("USER") < names.index("CMD")
    assert [words for name, words in last if name == "COPY"] == ["--from=build /opt/catalog /opt/catalog"]
    assert not [words for name, words in last if name == "RUN" and "pip" in words]
    assert "://" not in re.sub(r"http://127\.0\.0\.1", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))


def test_the_image_serves_what_its_health_check_asks():
    last = {name: words for stage, name, words in instructions() if stage == 1}
    serve = json.loads(last["CMD"])
    assert serve[0] == "catalog"
    refuse_unknown_options(serve[1:])
    port = serve[serve.index("--port") + 1]
    assert last["EXPOSE"] == port
    assert f"http://127.0.0.1:{port}/about" in last["HEALTHCHECK"]
    assert "/about" in {page.pattern for page in PAGES}


def test_the_builder_gets_what_the_image_is_made_of_and_nothing_else():
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    kept = {line[1:].rstrip("/") for line in lines if line.startswith("!")}
    assert all((ROOT / name).exists() for name in kept)
    for _, name, words in instructions():
        if name == "COPY" and not words.startswith("--from"):
            assert set(words.split()[:-1]) - {"."} <= kept
    assert kept >= {"catalog", "systems", "sources", "events", "pyproject.toml", "hatch_build.py", "metadata.yml"}
    assert not [name for name in kept if fnmatch(name, ".*") or name in ("tests", "benchmarks", "docs")]
