#!/bin/sh
# Builds everything with its tests and runs them all, headless.  The last line counts them.
#   ./test.sh             the release build
#   ./test.sh --sanitize  with the address and undefined-behaviour sanitizers
# Further arguments go to 'meson test': ./test.sh --suite core
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
. "$root/.ci/install.sh"

dir=$root/build
options='-Dbuildtype=release'
if [ "${1:-}" = --sanitize ]; then
  shift
  dir=$root/build-sanitize
  options='-Dbuildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false'
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
install_packages "$log" $build_packages $test_packages
# A folder that ./run.sh has made holds no tests yet.
[ ! -f "$dir/build.ninja" ] || [ -d "$dir/tests" ] || meson configure "$dir" -Dtests=true
# shellcheck disable=SC2086
build "$dir" "$log" $options ${MESON_OPTIONS:-} --

status=0
meson test -C "$dir" --no-rebuild --print-errorlogs "$@" >"$log" 2>&1 || status=$?
# Only what failed or was skipped is worth a line.
grep -E '(FAIL|TIMEOUT|ERROR|SKIP)' "$log" | sort -u || true
[ "$status" = 0 ] || grep -hE '^(not ok|Bail out)' "$dir/meson-logs/testlog.txt" | head -40 || true

python3 "$root/tests/count.py" "$dir/meson-logs/testlog.json" || status=1
exit "$status"
