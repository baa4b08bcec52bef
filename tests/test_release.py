"""What a release is made with: archives of the same bytes, checksums that sha256sum reads, no tag of another version."""

import hashlib
import os
import sys
import tarfile

from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import release


def test_an_archive_depends_on_names_and_contents_alone(tmp_path):
    for copy in ("one", "two"):
        folder = tmp_path / copy / "site"
        (folder / "a").mkdir(parents=True)
        for name in sorted(("b.html", "a/c.html"), reverse=copy == "two"):
            (folder / name).write_text(name)
        release.archive(folder, tmp_path / copy / "packed.tar.gz", 1_700_000_000)
        os.utime(folder / "b.html", (1, 1))
        (folder / "b.html").chmod(0o600)
        release.archive(folder, tmp_path / copy / "again.tar.gz", 1_700_000_000)
    packed = {path.read_bytes() for path in tmp_path.rglob("*.tar.gz")}
    assert len(packed) == 1
    with tarfile.open(tmp_path / "one" / "packed.tar.gz") as archive:
        assert archive.getnames() == ["site", "site/a", "site/a/c.html", "site/b.html"]
        entry = archive.getmember("site/b.html")
        assert (entry.mtime, entry.uid, entry.uname, entry.mode) == (1_700_000_000, 0, "", 0o644)
        assert archive.extractfile(entry).read() == b"b.html"


def test_checksums_are_of_every_file(tmp_path):
    for name in ("b.whl", "a.db"):
        (tmp_path / name).write_text(name)
    text = release.checksums(tmp_path)
    assert text == (tmp_path / "SHA256SUMS").read_text()
    assert [line.split("  ") for line in text.splitlines()] == [
        [hashlib.sha256(name.encode()).hexdigest(), name] for name in ("a.db", "b.whl")
    ]


def test_a_tag_of_another_version_makes_nothing(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["release", "--tag", "v99.0"])
    monkeypatch.setattr(release, "_make", None)  # would fail if it were called
    assert release.main() == 1
    assert "the tag is v99.0, the program's version " in capsys.readouterr().err


def test_the_time_of_a_release_is_given_or_of_the_last_commit(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert release._moment() == 1_700_000_000
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setattr(release, "ROOT", ROOT.parent / "nowhere")
    assert release._moment() == release.EARLIEST
