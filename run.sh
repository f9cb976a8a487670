#!/bin/sh
# Builds the program when needed and opens its window; arguments pass through: ./run.sh analyze A.csv
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
. "$root/.ci/install.sh"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
install_packages "$log" $build_packages
build "$root/build" "$log" -Dbuildtype=release -Dtests=false -- app/contraction-lab

program=$root/build/app/contraction-lab
has_display() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && "$program" --check-display; }

if [ $# -gt 0 ] || has_display; then
  rm -f "$log"
  trap - EXIT
  exec "$program" "$@"
fi

echo 'There is no display here, so this is a headless tour: it trains a small network on the built-in'
echo 'digits and writes five figures, PDF and PNG, into tour/.'
mkdir -p "$root/tour"
"$program" train --family nemon --data digits --n 60 --epochs 2 --out "$root/tour/nemon.npz"
for name in phase-plane distances regions conditions training; do
  "$program" figure "$name" -o "$root/tour/$name.pdf"
  "$program" figure "$name" -o "$root/tour/$name.png" >/dev/null
done
echo "Now try: ./run.sh --help"
