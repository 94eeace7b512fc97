# shellcheck shell=bash
# shellcheck disable=SC2034  # the lists are for the scripts that read this file
# Debian packages. Installs only what is missing, never what is merely recommended.

# What building and running the service takes. PACKAGE=COMMAND counts as there when COMMAND is found, wherever it came from.
run_packages=(autoconf=autoconf automake=automake make=make gcc=gcc libc6-dev pkgconf=pkg-config
    coinor-libclp-dev libevent-dev libjansson-dev libmariadb-dev libmaxminddb-dev libsodium-dev libcurl4-openssl-dev libical-dev libxlsxwriter-dev libminizip-dev
    nodejs=node npm=npm mariadb-server-core=mariadbd mariadb-client-core=mariadb ca-certificates tzdata util-linux=flock)

# What the tests take on top.
check_packages=(libcmocka-dev git=git curl=curl xz-utils=xz iproute2=ip clang=clang libclang-rt-dev clang-format=clang-format cppcheck=cppcheck
    shellcheck=shellcheck valgrind=valgrind chromium=chromium fonts-dejavu-core)

missing_packages() {
    local entry
    for entry in "$@"; do
        if [[ $entry == *=* ]]; then
            command -v "${entry#*=}" >/dev/null || printf '%s\n' "${entry%%=*}"
        else
            [ "$(dpkg-query -W -f '${db:Status-Status}' "$entry" 2>/dev/null)" = installed ] || printf '%s\n' "$entry"
        fi
    done
}

# as_root COMMAND...: as it is when root; else through sudo, which may ask for a password only at a terminal.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo -- "$@"
    else
        sudo -n -- "$@"
    fi
}

# need_packages LOG ENTRY...: installs the missing ones or says why it cannot. Changes nothing when nothing is missing.
need_packages() {
    local log=$1 missing
    shift
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -eq 0 ] && return
    command -v apt-get >/dev/null ||
        fail "these are missing: ${missing[*]}. This system has no apt-get (Debian 12 or 13 is what this script knows); install them by its own means, then run this again."
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        fail "these Debian packages are missing: ${missing[*]}. You are not root and there is no sudo: ask an administrator to run 'apt-get install --no-install-recommends ${missing[*]}', then run this again."
    fi
    [ "$(free_mib /usr)" -ge 1500 ] ||
        fail "these Debian packages are missing: ${missing[*]}. They need about 1.5 GB and /usr has less free; make room, then run this again."
    say "installing ${#missing[@]} Debian packages: ${missing[*]}"
    # In the foreground: sudo may have to ask for a password at the terminal.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >"$log" 2>&1 ||
        { show_end "$log"; fail "apt-get update failed (see above): check the network, /etc/apt/sources.list and that you may use sudo, then run this again."; }
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >>"$log" 2>&1 ||
        { show_end "$log"; fail "apt-get install failed (see above); mend what it names, then run this again."; }
}
