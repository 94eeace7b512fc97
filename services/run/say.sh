# shellcheck shell=bash
# What a person reads while ./start and ./check work, and the running of long steps.

say() { printf '%s\n' "$*"; }

# A plain sentence that says what happened and what to do, and the end: exit status 1.
fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# run_quietly LOG COMMAND...: its output goes to LOG; when it fails, the end of LOG is shown and the status returned. The command
# gets a process group of its own, so that a signal to us ends the wait at once and stop_quietly can end all of the command.
run_quietly() {
    local log=$1 status=0
    shift
    set -m
    "$@" >"$log" 2>&1 </dev/null 8>&- 9>&- &
    quiet_child=$!
    set +m
    wait "$quiet_child" || status=$?
    quiet_child=
    [ "$status" -eq 0 ] || show_end "$log"
    return "$status"
}

stop_quietly() {
    [ -z "${quiet_child:-}" ] || kill -TERM -- "-$quiet_child" 2>/dev/null || :
    quiet_child=
}

show_end() {
    printf -- '--- the end of %s:\n' "$1" >&2
    tail -n 20 -- "$1" >&2
    printf -- '---\n' >&2
}

# free_mib DIR: free space on the file system of DIR or of the nearest folder above that exists; a lot where df cannot tell.
free_mib() {
    local dir=$1
    while [ ! -d "$dir" ]; do dir=$(dirname -- "$dir"); done
    { df --output=avail -B 1M -- "$dir" 2>/dev/null || echo 1000000; } | tail -n 1 | tr -d ' '
}

# alive PID: does it run? One that has ended and waits for its parent to notice does not.
alive() { [ -r "/proc/$1/status" ] && ! grep -q '^State:.*Z' "/proc/$1/status" 2>/dev/null; }

# stop_process PID SECONDS: SIGTERM, then SIGKILL to whoever is still there after SECONDS.
stop_process() {
    local pid=$1 tries
    kill -TERM "$pid" 2>/dev/null || return 0
    for ((tries = 0; tries < $2 * 20; tries++)); do
        alive "$pid" || return 0
        sleep 0.05
    done
    kill -KILL "$pid" 2>/dev/null || :
}
