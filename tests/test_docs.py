"""The documents say what the program does: every command, property, unit and table is in them."""

from conftest import ROOT

from catalog.cli.app import COMMANDS
from catalog.compile.schema import TABLES, VIEWS
from catalog.vocabulary import vocabulary


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_command_is_in_the_documents():
    for name in COMMANDS:
        assert f"## catalog {name}" in text("docs/cli.md")


def test_every_word_of_the_vocabulary_is_in_the_documents():
    words = vocabulary()
    for id in (*words.properties, *words.classes, *words.units):
        assert f"| `{id}` |" in text("docs/vocabulary.md")


def test_every_table_and_view_is_in_the_documents():
    for name in (*TABLES, *VIEWS, "search"):
        assert f"\n### {name}\n" in text("docs/schema.md")


def test_the_python_sample_of_the_readme_runs(real_database, monkeypatch, capsys):
    monkeypatch.setenv("CATALOG_DB", str(real_database))
    sample = text("README.md").split("```python\n")[1].split("```")[0]
    exec(compile(sample, "README.md", "exec"), {})
    assert "km" in capsys.readouterr().out


def test_every_command_of_the_readme_answers(real_database, monkeypatch, capsys):
    import re
    import shlex

    from catalog.cli import main

    monkeypatch.setenv("CATALOG_DB", str(real_database))
    commands = re.findall(r"`(catalog [^`]+)`", text("README.md"))
    assert len(commands) >= 8
    for command in commands:
        assert main(shlex.split(command)[1:]) == 0, command
        assert capsys.readouterr().out.strip()


def test_every_link_of_the_readme_exists():
    import re

    for target in re.findall(r"\]\((?!http)([^)#]+)\)", text("README.md") + text("CONTRIBUTING.md")):
        assert (ROOT / target).exists(), target


def test_every_property_has_a_meaning_and_an_example_that_reads():
    from catalog.stated import state

    for entry in vocabulary().properties.values():
        assert entry.description.endswith(".")
        assert state(int(entry.example) if entry.example.isdigit() else entry.example, entry)


def test_every_class_expects_properties_that_exist():
    words = vocabulary()
    for entry in words.classes.values():
        assert set(entry.expects) <= set(words.properties)
        assert words.properties[entry.main_range].group == "range"


def test_the_samples_for_data_users_run(real_database, monkeypatch, capfd, tmp_path):
    """Every `catalog export` of docs/data.md and of the download page, then every Python sample that needs no Spark."""
    import re
    import shlex

    from catalog.cli import main

    monkeypatch.setenv("CATALOG_DB", str(real_database))
    monkeypatch.chdir(tmp_path)
    shell = "".join(re.findall(r"```sh\n(.+?)```", text("docs/data.md"), re.DOTALL))
    page = text("catalog/site/templates/catalog/download.html")
    commands = re.findall(r"catalog export [^#\n]+", shell) + re.findall(r"<code>(catalog export [^<{]+)</code>", page)
    commands += re.findall(r"'(catalog export [^']+)'", page)
    assert len(commands) >= 14
    for command in commands:
        assert main(shlex.split(command)[1:]) == 0, command
    samples = [sample for sample in python_samples() if "pyspark" not in sample]
    assert len(samples) == 4
    for sample in samples:
        capfd.readouterr()
        exec(compile(sample, "docs/data.md", "exec"), {})
        assert len(capfd.readouterr().out.splitlines()) > 2


def python_samples():
    """The Python samples of docs/data.md."""
    import re

    return re.findall(r"```python\n(.+?)```", text("docs/data.md"), re.DOTALL)
