"""What a release carries: database, exports, wheel, sdist, frozen site and checksums; from a commit the same bytes."""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import subprocess
import sys
import tarfile
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.cli.app import COMMANDS
from catalog.version import __version__

ROOT = Path(__file__).parents[1]
NAME = f"arms-catalog-{__version__}"
EARLIEST = 315_532_800  # 1980, before which zip knows no time
EXPORTS = ("json", "parquet", "datapackage")


def main() -> int:
    """Makes the release in a folder beside `dist` and puts it in its place when all is there."""
    given = _given()
    if given.tag not in (None, f"v{__version__}"):
        sys.stderr.write(f"the tag is {given.tag}, the program's version {__version__}: mend one of them\n")
        return 1
    with TemporaryDirectory(dir=ROOT, prefix=".dist-") as workplace:
        folder = Path(workplace) / "dist"
        folder.mkdir()
        try:
            _make(folder, Path(workplace), given.base_url, _moment())
        except subprocess.CalledProcessError as error:
            sys.stderr.write(f"{' '.join(error.cmd[2:4])} failed; the old dist/, if any, is untouched\n")
            return 1
        sums = checksums(folder)
        shutil.rmtree(ROOT / "dist", ignore_errors=True)
        folder.rename(ROOT / "dist")
    sys.stdout.write(sums)
    return 0


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/release", description=__doc__)
    parser.add_argument("--tag", help="refuse to go on if this is not the tag of the program's version")
    parser.add_argument("--base-url", default="", help="where the frozen site will be served")
    return parser.parse_args()


def _moment() -> int:
    """The time that all files carry: $SOURCE_DATE_EPOCH, else that of the last commit."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    git = ["git", "-C", str(ROOT)]
    told = subprocess.run([*git, "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False)
    if told.returncode:
        return EARLIEST
    if subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=True).stdout:
        sys.stderr.write("This checkout differs from its last commit, and so does what is made of it.\n")
    return int(told.stdout)


def _make(folder: Path, workplace: Path, base: str, moment: int) -> None:
    database, site = workplace / "catalog.db", workplace / f"{NAME}-site"
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(moment)}

    def run(*words: str | Path) -> None:
        line = [sys.executable, "-m", *map(str, words)]
        subprocess.run(line, cwd=ROOT, env=environment, check=True, stdout=sys.stderr)

    run("hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", folder)
    run("catalog", "build", "--whole", "--output", database)
    shutil.copyfile(database, folder / database.name)
    environment["CATALOG_DB"] = str(database)
    run("catalog", "freeze", site, *(["--base-url", base] if base else []))
    archive(site, folder / f"{site.name}.tar.gz", moment)
    for kind in EXPORTS if "export" in COMMANDS else ():
        exported = workplace / f"{NAME}-{kind}"
        run("catalog", "export", kind, "--output", exported)
        archive(exported, folder / f"{exported.name}.tar.gz", moment)


def archive(folder: Path, target: Path, moment: int) -> None:
    """A folder as tar.gz: in the order of names, of one time, nobody's."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = moment, 0, 0, "", ""
        entry.mode = 0o755 if entry.isdir() else 0o644
        return entry

    with (
        target.open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=moment) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar,
    ):
        for path in (folder, *sorted(folder.rglob("*"))):
            tar.add(
                path, f"{folder.name}/{path.relative_to(folder).as_posix()}".removesuffix("/."), False, filter=plain
            )


def checksums(folder: Path) -> str:
    """Writes SHA256SUMS of all files of a folder, as `sha256sum --check` reads it, and gives its text."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    text = "".join(f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    (folder / "SHA256SUMS").write_text(text, encoding="utf-8")
    return text


if __name__ == "__main__":
    sys.exit(main())
