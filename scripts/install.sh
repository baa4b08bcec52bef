# Sourced by the other scripts with $here set: makes or renews .venv from the pinned versions.
# $extras names the optional dependencies wanted, as `[test]`.
python=
for candidate in python3.11 python3.12 python3.13 python3 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "The catalog needs Python 3.11 or later; none was found on PATH." >&2
    exit 1
fi
echo "Preparing .venv (once, about a minute) …" >&2
if ! [ -x "$here/.venv/bin/python" ]; then
    "$python" -m venv "$here/.venv" || {
        echo "Python could not make a virtual environment; on Debian and Ubuntu install the package python3-venv." >&2
        exit 1
    }
fi
"$here/.venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --constraint "$here/constraints.txt" --editable "$here${extras:-}" >&2
touch "$here/.venv/.installed${extras:-}"
