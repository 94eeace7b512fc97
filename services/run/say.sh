# shellcheck shell=bash
# What a person reads while ./start and ./check work. Nothing here exits but fail.

say() { printf '%s\n' "$*"; }

# A plain sentence that says what happened and what to do, and the end: exit status 1.
fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# run_quietly LOG COMMAND...: its output goes to LOG; when it fails, the end of LOG is shown and the status returned.
run_quietly() {
    local log=$1 status=0
    shift
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if [ "$status" -ne 0 ]; then
        printf -- '--- the end of %s:\n' "$log" >&2
        tail -n 20 "$log" >&2
    fi
    return "$status"
}

# free_mib DIR: free space for this user on the file system of DIR or of the nearest folder above that exists.
free_mib() {
    local dir=$1
    while [ ! -d "$dir" ]; do dir=$(dirname -- "$dir"); done
    df --output=avail -B 1M -- "$dir" | tail -n 1 | tr -d ' '
}
