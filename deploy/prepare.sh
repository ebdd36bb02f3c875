# Sourced by demo and test: says what is missing and installs it. A second run finds all of it and does nothing.

say() { printf '%s\n' "$*"; }
stop() { printf 'deploy: %s\n' "$*" >&2; exit 1; }

require_swift() {
    command -v swift >/dev/null 2>&1 && return
    [ -x /opt/swift/usr/bin/swift ] && { PATH="$PATH:/opt/swift/usr/bin"; return; }
    stop "Swift is missing. Install Swift 6.1 or newer from https://www.swift.org/install/linux/debian and put it on the PATH."
}

# Debian packages, by name.
require_packages() {
    missing=""
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null 2>&1 ||
        stop "these packages are missing:$missing. There is no apt-get here to install them: this needs Debian 12, or install them by hand."
    say "installing$missing"
    as_root=""
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null 2>&1 || stop "installing$missing needs root: run this as root, or install sudo."
        as_root="sudo"
    fi
    log=$(mktemp)
    # shellcheck disable=SC2086
    { $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1 ||
        { tail -n 20 "$log" >&2; stop "apt-get could not install$missing; its last lines stand above."; }
    rm -f "$log"
}

# What building and running needs. libopenblas: without it libtorch multiplies with the reference BLAS, many times slower.
require_build_packages() {
    require_packages libtorch-dev libopenblas0-openmp libssl-dev zlib1g-dev libarchive-dev libjpeg-dev libpng-dev \
        libxml2 libsqlite3-dev libcurl4-openssl-dev libstdc++-12-dev pkg-config curl ca-certificates
}
