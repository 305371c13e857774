#!/usr/bin/env bash
# Builds the wheel and uses it as a clinic would: installed with its pinned dependencies only, from a foreign folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec </dev/null
root="$PWD"
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT

step() { # step EXPECTED-EXIT COMMAND...: run it quietly; on another exit status show all it said
    local expected="$1" status=0
    shift
    "$@" >"$place/said" 2>&1 || status=$?
    if [ "$status" -ne "$expected" ]; then
        printf 'smoke: exit %s instead of %s: %s\n' "$status" "$expected" "${*//"$place"\//}" >&2
        cat "$place/said" >&2
        exit 1
    fi
}

step 0 "$root/.venv/bin/python" -m build --wheel --no-isolation --outdir "$place/dist" "$root"
step 0 "$root/.venv/bin/python" -m venv --without-pip "$place/venv"
pip=("$root/.venv/bin/python" -m pip --python "$place/venv/bin/python" --disable-pip-version-check --no-input)
step 0 "${pip[@]}" install --no-compile -r "$root/requirements.txt"
step 0 "${pip[@]}" install --no-deps "$place"/dist/*.whl
step 0 "${pip[@]}" check

mkdir "$place/elsewhere"
cd "$place/elsewhere"
unset LEAFGEN_WORKSPACE PYTHONPATH
leafgen="$place/venv/bin/leafgen"

step 0 "$leafgen" doctor
step 0 "$leafgen" list indications --json
"$place/venv/bin/python" -c '
import json, sys
ids = {entry["id"] for entry in json.load(open(sys.argv[1], encoding="utf-8"))}
assert {"migraine-prevention", "cramps", "sleep", "constipation", "about-magnesium"} <= ids, ids
' "$place/said"
step 0 "$leafgen" init clinic
step 2 "$leafgen" init clinic
step 0 "$leafgen" --workspace clinic leaflet cramps --locale nl -o leaflet.pdf
step 0 "$leafgen" label cramps --locale en --stock dymo-99012 -o label.pdf
step 0 "$leafgen" --workspace clinic verify leaflet.pdf --indication cramps --kind leaflet --locale nl
step 0 "$leafgen" verify label.pdf --indication cramps --kind label --locale en --stock dymo-99012 --json
step 4 "$leafgen" verify leaflet.pdf --indication sleep --kind leaflet --locale nl
step 3 "$leafgen" leaflet gramps --locale nl -o none.pdf
step 2 "$leafgen" leaflet
[ ! -e none.pdf ]
echo "smoke: the wheel works from a foreign folder"
