"""The wheel: the same bytes from checkout and sdist, nothing in it that it needs not, and whole without network or checkout."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import urllib.request
import zipfile

import pytest
from conftest import ROOT

ALONE = """
import socket
connect = socket.socket.connect
def refused(self, address):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1"):
        raise OSError("no network here")
    return connect(self, address)
socket.socket.connect = refused
"""


def _run(line, folder, **environment):
    known = {name: value for name, value in os.environ.items() if name not in ("CATALOG_DB", "PYTHONPATH")}
    return subprocess.run(line, cwd=folder, env=known | environment, capture_output=True, text=True, check=False)


def _built(root, folder, kind, **environment):
    line = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    ran = _run(line, root, SOURCE_DATE_EPOCH="1700000000", **environment)
    assert ran.returncode == 0, ran.stderr
    (found,) = folder.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return _built(ROOT, tmp_path_factory.mktemp("wheel"), "wheel", PYTHONHASHSEED="1", TZ="UTC")


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The wheel in an environment of its own, which borrows the dependencies of this one and reaches no network."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    line = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*line, "--no-deps", "--no-index", wheel], check=True)
    (packages,) = (folder / "venv" / "lib").glob("*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (packages / "sitecustomize.py").write_text(ALONE)
    (folder / "elsewhere").mkdir()
    return folder


def _catalog(installed, *words):
    return _run([installed / "venv" / "bin" / "catalog", *words], installed / "elsewhere", COLUMNS="80", NO_COLOR="1")


def test_checkout_and_sdist_give_the_same_bytes(wheel, tmp_path):
    sdist = _built(ROOT, tmp_path / "sdist", "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.glob("arms_catalog-*/")
    for name in ("systems", "sources", "events", "tests", "scripts", "constraints.txt", "metadata.yml"):
        assert (source / name).exists()
    again = _built(source, tmp_path / "again", "wheel", PYTHONHASHSEED="2", TZ="Asia/Seoul")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_the_wheel_holds_the_package_and_the_database_alone(wheel, real_database):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert archive.read("catalog/catalog.db") == real_database.read_bytes()
        assert archive.read("catalog/site/metadata.yml") == (ROOT / "metadata.yml").read_bytes()
    version = wheel.name.split("-")[1]
    assert {name.split("/")[0] for name in names} == {"catalog", f"arms_catalog-{version}.dist-info"}
    package = {
        f"catalog/{path.relative_to(ROOT / 'catalog').as_posix()}"
        for path in (ROOT / "catalog").rglob("*")
        if path.is_file()
    }
    made = {"catalog/catalog.db", "catalog/catalog.db.inspect.json", "catalog/site/metadata.yml"}
    assert {name for name in names if name.startswith("catalog/")} == made | {
        name for name in package if "__pycache__" not in name
    }


def test_a_record_with_an_error_makes_no_wheel(tmp_path):
    import shutil

    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "LICENSE-DATA", "metadata.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "catalog", tmp_path / "catalog", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "records", tmp_path, dirs_exist_ok=True)
    record = tmp_path / "systems/artillery/gun-a.yml"
    record.write_text(record.read_text().replace("value: 43 km", "value: 43 nm"))
    ran = _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")], tmp_path)
    assert ran.returncode != 0
    assert "the unit `nm` in `43 nm`" in ran.stderr
    assert not list(tmp_path.glob("dist/*.whl"))


def test_it_answers_the_questions_of_the_readme(installed):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"`(catalog [^`]+)`", text)
    assert len(commands) >= 8
    for command in commands:
        ran = _catalog(installed, *shlex.split(command)[1:])
        assert (ran.returncode, ran.stderr) == (0, ""), command
        assert ran.stdout.strip()
    command, _, answer = re.search(r"\$ (catalog compare [^\n]+)\n()(.*?)```", text, re.DOTALL).groups()
    assert _catalog(installed, *shlex.split(command)[1:]).stdout.strip() == answer.strip()
    sample = text.split("```python\n")[1].split("```")[0]
    ran = _run([installed / "venv" / "bin" / "python", "-c", sample], installed / "elsewhere")
    assert ran.returncode == 0, ran.stderr
    assert " km " in ran.stdout


@pytest.mark.parametrize("command", ["check", "build"])
def test_what_needs_records_says_so(installed, command):
    ran = _catalog(installed, command)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "no records here: an installed catalog carries the database alone" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_it_serves_the_site_and_writes_nothing_into_the_package(installed):
    def files():
        (package,) = (installed / "venv" / "lib").glob("*/site-packages/catalog")
        return {path: path.read_bytes() for path in package.glob("*.*")}

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    before = files()
    line = [installed / "venv" / "bin" / "catalog", "serve", "--port", str(port)]
    server = subprocess.Popen(line, cwd=installed / "elsewhere", stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    try:
        assert _asked(f"http://127.0.0.1:{port}/systems/koksan-m1978.json", server)["id"] == "koksan-m1978"
        assert _health(installed, port) == 0, "the health check of the image"
        known = _asked(f"http://127.0.0.1:{port}/-/databases.json", server)
        known = known["databases"] if isinstance(known, dict) else known  # an object since 1.0
        assert known[0]["is_mutable"] is False
    finally:
        server.terminate()
        server.communicate()
    assert _health(installed, port) == 1
    assert files() == before


def _health(installed, port):
    check = re.search(r"HEALTHCHECK.*?CMD (\[.*?\])$", (ROOT / "Dockerfile").read_text(), re.DOTALL | re.MULTILINE)[1]
    words = [word.replace(":8001/", f":{port}/") for word in json.loads(check)]
    return _run([installed / "venv" / "bin" / words[0], *words[1:]], installed / "elsewhere").returncode


def _asked(address, server):
    for _ in range(200):
        try:
            return json.load(urllib.request.urlopen(address))
        except OSError:
            assert server.poll() is None, server.communicate()[1]
            time.sleep(0.1)
    raise AssertionError("the server did not answer")
