# Sourced by run.sh and test.sh: installs the Debian packages that are missing, and says so.

build_packages='build-essential meson ninja-build pkg-config
libgtk-4-dev libadwaita-1-dev libopenblas-dev liblapacke-dev libgsl-dev
libarchive-dev libsoup-3.0-dev libjson-glib-dev zlib1g-dev libpng-dev libjpeg-dev
libgtk-4-bin gettext
desktop-file-utils adwaita-icon-theme fonts-dejavu-core fonts-dejavu-extra'
test_packages='xvfb xauth appstream poppler-utils python3-numpy python3-scipy clang-format'

missing_packages() {
  for package in "$@"; do
    dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
  done
}

# install_packages LOG PACKAGE... : quiet; the log is shown only when it fails.
install_packages() {
  log=$1
  shift
  if ! command -v dpkg-query >/dev/null 2>&1; then
    echo 'Not a Debian system: please install the equivalents of' "$@" 'yourself.' >&2
    return 0
  fi
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  as_root=
  if [ "$(id -u)" != 0 ]; then
    as_root=sudo
    command -v sudo >/dev/null 2>&1 || {
      echo "These packages are missing, and there is no sudo to install them: $missing" >&2
      return 1
    }
  fi
  echo "Installing: $missing"
  # shellcheck disable=SC2086
  apt_install() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; }
  apt_install >"$log" 2>&1 || { $as_root apt-get update -qq && apt_install; } >"$log" 2>&1 || {
    cat "$log" >&2
    return 1
  }
}

# build DIR LOG MESON-OPTION... -- NINJA-TARGET... : quiet unless it fails.
build() {
  dir=$1
  log=$2
  shift 2
  options=
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    options="$options $1"
    shift
  done
  [ $# -gt 0 ] && shift
  if [ ! -f "$dir/build.ninja" ]; then
    echo "Building (once, about a minute) ..."
    # shellcheck disable=SC2086
    meson setup "$dir" "$root" $options >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  fi
  ninja -C "$dir" "$@" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
}
