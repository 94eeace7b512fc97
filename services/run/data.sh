# shellcheck shell=bash
# The data directory of ./start: who may use it, how it comes to be, and how it is opened again. Needs say.sh and mariadb.sh.
#   DIR/database/      the database; under this name only when it is whole and filled (database.new until then)
#   DIR/mariadb-tmp/   the temporary tables of its server, gone when it ends
#   DIR/mail/          mail that would have been sent, when no SMTP server is set
#   DIR/accounts.json  who can sign in to the demonstration, for the person who started it alone
#   DIR/local.conf     settings of an operator, which ./start only reads
#   DIR/personal_code.key  seals the personal codes of background checks; belongs into no backup of the database
#   DIR/vahetusd.conf  the settings of this run; DIR/*.log what the programs said; DIR/lock, DIR/*.pid who runs

first_start_mib=400 # a new database with its logs and the region takes about two thirds of it
later_start_mib=32

# data_take DIR: makes sure that DIR is usable and ours alone, and ends what a killed run left behind.
data_take() {
    local dir=$1 owner
    if [ -e "$dir" ] && [ ! -d "$dir" ]; then fail "$dir is a file; name a folder with --data."; fi
    if [ -d "$dir" ] && { [ ! -O "$dir" ] || [ ! -w "$dir" ]; }; then
        owner=$(stat -c %U -- "$dir")
        fail "the folder $dir belongs to $owner; run ./start as $owner, or name another folder with --data."
    fi
    local need=$first_start_mib
    [ ! -d "$dir/database" ] || need=$later_start_mib
    [ "$(free_mib "$dir")" -ge "$need" ] ||
        fail "the disk of $dir is full: $(free_mib "$dir") MB are free and $need MB are needed. Make room, or name a folder on another disk with --data."
    (umask 077 && mkdir -p -- "$dir") 2>/dev/null || fail "the folder $dir cannot be made; name another with --data."
    if [ ! -e "$dir/lock" ] && [ -n "$(ls -A -I local.conf -- "$dir")" ]; then
        fail "the folder $dir holds other things; name an empty or new folder with --data."
    fi
    command -v flock >/dev/null || fail "the command flock is missing; install the Debian package util-linux, then run this again."
    : >>"$dir/lock" || fail "nothing can be written to $dir; make room or mend its rights, then run this again."
    exec 9<"$dir/lock"
    flock -n 9 || fail "another ./start runs on $dir; stop that one first, or name another folder with --data."
    data_folder=$dir
    end_orphan "$dir/vahetusd.pid" vahetusd
    end_orphan "$dir/mariadbd.pid" mariadbd
}

# end_orphan PIDFILE NAME: a former ./start that was killed outright may have left a server behind; it is ended before anything else.
end_orphan() {
    local pid
    pid=$(cat -- "$1" 2>/dev/null) || return 0
    if [[ $pid =~ ^[0-9]+$ ]] && alive "$pid" && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$2" ] && grep -qzF -- "$data_folder" "/proc/$pid/cmdline"; then
        say "ending the $2 that a former run left behind"
        stop_process "$pid" 30
    fi
    rm -f -- "$1"
}

# The socket's path has room for 107 bytes; a deeper folder gets its socket in a private folder elsewhere.
choose_socket() {
    socket=$1/mariadb.sock
    if [ "$(printf %s "$socket" | LC_ALL=C wc -c)" -gt 100 ]; then
        socket_folder=$(TMPDIR=/tmp mktemp -d) || fail "no folder can be made in /tmp for the database's socket; make room there, then run this again."
        socket=$socket_folder/mariadb.sock
    fi
}

# start_database FOLDER: the server opens FOLDER, and lets the service in under a password that lives as long as this run.
start_database() {
    local folder=$1
    database_password=$(head -c 24 /dev/urandom | base64 | tr -dc 'A-Za-z0-9')
    (umask 077 && cat >"$data_folder/database.sql") <<SQL
CREATE DATABASE IF NOT EXISTS vahetus CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE OR REPLACE USER vahetus@localhost IDENTIFIED BY '$database_password';
GRANT ALL ON vahetus.* TO vahetus@localhost;
SQL
    mariadb_start "$folder" "$socket" "$data_folder/mariadbd.log" --init-file="$data_folder/database.sql"
    rm -f -- "$data_folder/database.sql"
    echo "$mariadb_pid" >"$data_folder/mariadbd.pid"
}

# data_make DIR EMPTY: a new database, filled, all or nothing. An existing one is left alone.
data_make() {
    local dir=$1 empty=$2 kind="the demonstration region"
    rm -rf -- "$dir/database.new" "$dir/database.new.new"
    choose_socket "$dir"
    if [ -e "$dir/database" ]; then
        [ "$empty" = no ] || say "the data in $dir is kept as it is; --empty has a say only in a new folder"
        return 0
    fi
    [ "$empty" = no ] || kind="reference data and one administrator"
    say "making the database: $kind"
    : >"$dir/mariadbd.log"
    if ! mariadb_create "$dir/database.new" "$dir/create.log" || ! start_database "$dir/database.new" || ! fill_database "$dir" "$empty"; then
        mariadb_stop
        rm -rf -- "$dir/database.new" "$dir/accounts.json.new"
        [ "$(free_mib "$dir")" -ge 16 ] || fail "the disk of $dir is full. Make room, or name a folder on another disk with --data, then run this again."
        fail "the database could not be made (see above). Nothing was kept; mend what it names, then run this again."
    fi
    mariadb_stop
    mv -- "$dir/accounts.json.new" "$dir/accounts.json"
    sync -f -- "$dir"
    mv -- "$dir/database.new" "$dir/database"
}

# data_is_broken DIR WHY: the end, with what the person can do about it.
data_is_broken() {
    [ "$(free_mib "$1")" -ge 16 ] || fail "the disk of $1 is full. Make room, then run this again; the data is kept."
    fail "the database in $1 $2. If its data is not needed, remove $1 and run this again; else put a copy of $1 in its place."
}

# data_open DIR: the existing database.
data_open() {
    local dir=$1
    { [ -d "$dir/database/mysql" ] && [ -d "$dir/database/vahetus" ] && [ -f "$dir/database/ibdata1" ]; } ||
        data_is_broken "$dir" "is broken: files are missing in $dir/database"
    : >"$dir/mariadbd.log"
    if ! start_database "$dir/database"; then
        show_end "$dir/mariadbd.log"
        data_is_broken "$dir" "does not start (see above and $dir/mariadbd.log)"
    fi
    write_settings "$dir"
    publish_accounts "$dir"
}

# The accounts lie with their data, and for whoever looks around also in ./accounts.json: those of the latest start, unless the one
# on var/ still runs.
publish_accounts() {
    accounts_file=$1/accounts.json
    [ -f "$accounts_file" ] || { accounts_file="none ($1/accounts.json is not there; the administrator has the passwords)" && return; }
    if [ "$1" != "$PWD/var" ] && [ -e var/lock ] && ! flock -n var/lock true; then return; fi
    if (umask 077 && cp -- "$1/accounts.json" accounts.json.new && mv -- accounts.json.new accounts.json) 2>/dev/null; then
        accounts_file=accounts.json
    fi
}

data_release() {
    [ -n "${data_folder:-}" ] || return 0
    rm -f -- "$data_folder/mariadbd.pid" "$data_folder/vahetusd.pid" "$data_folder/database.sql"
    rm -rf -- "$data_folder/database.new" "$data_folder/database.new.new" "$data_folder/accounts.json.new" "$data_folder/mariadb-tmp"
    [ -z "${socket_folder:-}" ] || rm -rf -- "$socket_folder"
    [ -d "$data_folder/database" ] && return
    # Nothing came of it: leave no trace, but keep what somebody else may have put there.
    rm -f -- "$data_folder"/{create.log,fill.log,mariadbd.log,vahetusd.conf,lock}
    rmdir -- "$data_folder" 2>/dev/null || :
}
