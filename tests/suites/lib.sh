# shellcheck shell=bash
# What the suites share. A suite is an executable that runs from the top of the tree without input and prints what it likes; its
# last line that reads "N passed, N failed" (", N skipped" may follow) is its result, and its exit status agrees with it.
# Exit status 77 means that the suite could not run here at all; its last line says why.
# ./check counts, times and reports; "skipped: NAME: REASON" lines are shown to the reader.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")/../.."
# shellcheck source=services/run/say.sh
. services/run/say.sh
# shellcheck source=services/run/build.sh
. services/run/build.sh
passed=0 failed=0 skipped=0

ok() { passed=$((passed + 1)); }
not_ok() {
    failed=$((failed + 1))
    printf 'not ok: %s\n' "$*"
}
skip() {
    skipped=$((skipped + 1))
    printf 'skipped: %s\n' "$*"
}

# try NAME COMMAND...: one test that passes when COMMAND succeeds and prints its output when not.
try() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        ok
    else
        not_ok "$name"
        printf '%s\n' "$output" | tail -n 60
    fi
}

skip_suite() {
    printf '%s\n' "$*"
    exit 77
}

# The end of every suite.
result() {
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" -eq 0 ]
}

# count_tap NAME STATUS FILE: adds what a program that wrote TAP to FILE tells; one that died or told nothing is a failure.
# (cmocka writes "not ok 1 # SKIP name" for a test that was skipped.)
count_tap() {
    local name=$1 status=$2 file=$3 good bad omitted
    good=$(grep -E '^ok ' "$file" | grep -cv '# SKIP') || :
    bad=$(grep -E '^not ok ' "$file" | grep -cv '# SKIP') || :
    omitted=$(grep -cE '^(not )?ok .*# SKIP' "$file") || :
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + omitted))
    sed -nE "s|^(not )?ok [0-9]+ (- )?(.*)# SKIP ?(.*)|skipped: $name: \\3\\4|p" "$file"
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        not_ok "$name ended with status $status"
        tail -n 40 "$file"
    elif [ "$bad" -gt 0 ]; then
        printf -- '--- %s\n' "$name"
        grep -vE '^ok ' "$file" | tail -n 60
    elif [ $((good + bad + omitted)) -eq 0 ]; then
        not_ok "$name ran no test"
    fi
}

# For the units: the country data that npm has, for real look-ups of addresses.
use_real_data() {
    packages_of tests
    export VAHETUS_TEST_MMDB=$PWD/tests/node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb
}

# noted LOGS NAME COMMAND...: runs it; what it said, its status and its seconds stay in LOGS, in files that bear NAME.
noted() {
    local file=$1/${2//\//_} begun=$SECONDS status=0
    shift 2
    "$@" >"$file.log" 2>&1 || status=$?
    echo "$status" >"$file.status"
    echo $((SECONDS - begun)) >"$file.seconds"
}

# at_once COUNT LOGS FUNCTION NAME...: FUNCTION of each NAME, noted, COUNT at a time.
at_once() {
    local count=$1 logs=$2 function=$3
    shift 3
    export -f noted "${function?}"
    printf '%s\n' "$@" | xargs -r -P "$count" -I '{}' bash -c 'noted "$@"' bash "$logs" '{}' "$function" '{}'
}

# run_programs FOLDER PROGRAM...: cmocka programs, built in FOLDER. Those of matcher and db, which compute, go as many at
# a time as there are cores; beside them the others, which mind the clock, one after the other.
run_programs() {
    local program log logs busy=() timed=()
    folder=$1
    export folder
    shift
    logs=$(mktemp -d)
    for program in "$@"; do
        case $program in
            tests/matcher/* | tests/db/*) busy+=("$program") ;;
            *) timed+=("$program") ;;
        esac
    done
    at_once "$cores" "$logs" run_program "${busy[@]}" &
    at_once 1 "$logs" run_program "${timed[@]}"
    wait
    for program in "$@"; do
        log=$logs/${program//\//_}
        if [ "$(cat "$log.status")" -eq 77 ]; then
            skip "$program: $(tail -n 1 "$log.log")"
        else
            count_tap "$program" "$(cat "$log.status")" "$log.log"
        fi
        printf '%s: %s s\n' "$program" "$(cat "$log.seconds")"
    done
    rm -rf "$logs"
}

run_program() { (cd "$folder" && CMOCKA_MESSAGE_OUTPUT=TAP exec timeout 300 "./$1"); }

# node_count KIND FILE: the number that the runner closes with, 0 when it did not get there.
node_count() { sed -nE "s/^# $1 ([0-9]+)$/\\1/p" "$2" | tail -n 1 | grep . || echo 0; }

# node_tests FILE...: files of node:test, one after the other, each of its tests counted; a line for each file says how it went.
# A file has VAHETUS_FILE_SECONDS (600); one that takes longer is a failure that bears its name.
node_tests() {
    local file
    packages_of tests || { not_ok "npm ci in tests/"; return; }
    for file in "$@"; do node_test_file "$file"; done
}

node_test_file() {
    local file=$1 log status=0 bad begun=$SECONDS limit=${VAHETUS_FILE_SECONDS:-600}
    log=$(mktemp)
    timeout --kill-after=10 "$limit" node --test --test-reporter=tap "$file" >"$log" 2>&1 || status=$?
    bad=$(node_count fail "$log")
    passed=$((passed + $(node_count pass "$log"))) failed=$((failed + bad)) skipped=$((skipped + $(node_count skipped "$log")))
    grep -E '# SKIP' "$log" | sed -E 's/^ *ok [0-9]+ - (.*) # SKIP ?/skipped: \1: /' || :
    printf '%s: %s, %d s\n' "$file" "$([ "$status" -eq 0 ] && echo well || echo "status $status")" $((SECONDS - begun))
    if [ "$status" -eq 124 ]; then
        not_ok "$file was not done after $limit s; it ended with"
        tail -n 40 "$log" | cut -c 1-500
    elif [ "$status" -ne 0 ]; then
        [ "$bad" -gt 0 ] || not_ok "$file ended with status $status"
        grep -E -A 25 '^ *not ok' "$log" | cut -c 1-500 | head -n 200
    fi
    rm -f "$log"
}

# unit_programs FOLDER PART...: the check programs of tests/PART that the makefile of FOLDER names.
unit_programs() {
    local folder=$1 part
    shift
    for part in "$@"; do
        make -s -C "$folder" print-check-programs | tr ' ' '\n' | grep "^tests/$part/" || :
    done
}
