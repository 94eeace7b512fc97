# shellcheck shell=bash
# A private MariaDB: one folder, one socket, no network, durable. ./start and the tests share it.
# It needs say.sh. Works as root (the server then says so with --user=root) and as anybody else.

mariadb_user_argument() { if [ "$(id -u)" -eq 0 ]; then echo --user=root; fi; }

# mariadb_scratch FOLDER: a folder beside FOLDER for its server's temporary tables. A server that starts removes those of any
# other that shares its folder, as all would in /tmp: a second one, or anybody else's, breaks the first.
mariadb_scratch() {
    local scratch
    scratch=$(dirname -- "$1")/mariadb-tmp
    (umask 077 && mkdir -p -- "$scratch")
    printf '%s\n' "$scratch"
}

# mariadb_create FOLDER LOG: makes a new data directory, all or nothing: it appears under its name when it is whole.
# For root mariadb-install-db breaks the folder's path at spaces, so it is told the last part alone.
mariadb_create() {
    local folder=$1 log=$2
    rm -rf -- "$folder.new"
    # shellcheck disable=SC2046  # no word at all for an ordinary user
    if ! TMPDIR=$(mariadb_scratch "$folder") run_quietly "$log" env -C "$(dirname -- "$folder")" \
        mariadb-install-db --no-defaults --datadir="./$(basename -- "$folder").new" $(mariadb_user_argument) \
        --auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" \
        --skip-name-resolve --skip-test-db --cross-bootstrap; then
        rm -rf -- "$folder.new"
        return 1
    fi
    mv -- "$folder.new" "$folder"
}

# mariadb_start FOLDER SOCKET LOG [SERVER ARGUMENT...]: starts the server in a session of its own, so that Ctrl-C at the
# terminal does not reach it before the service has let go of it; a starter that is killed takes it along.
# Keys are hashes, so that a burst of writes changes pages all over their indexes: those pages stay in memory (which is taken
# as it is needed), and a solid disk writes them back in the background. With 64 MB every batch waited for pages to be evicted.
# Sets mariadb_pid; returns when it takes connections.
mariadb_start() {
    local folder=$1 socket=$2 log=$3
    shift 3
    # shellcheck disable=SC2046
    setsid setpriv --pdeathsig TERM mariadbd --no-defaults --datadir="$folder" --socket="$socket" --pid-file="$folder/mariadbd.pid" \
        --tmpdir="$(mariadb_scratch "$folder")" \
        $(mariadb_user_argument) --skip-networking --skip-name-resolve --lc-messages=en_US \
        --innodb-flush-log-at-trx-commit=1 --innodb-snapshot-isolation=ON --sync-binlog=1 \
        --innodb-buffer-pool-size=256M --innodb-log-file-size=96M --innodb-io-capacity=1000 --innodb-flush-neighbors=0 \
        --performance-schema=OFF --max-connections=64 \
        --character-set-server=utf8mb4 --default-time-zone=+00:00 --log-error="$log" --log-warnings=1 \
        "$@" >>"$log" 2>&1 </dev/null 8>&- 9>&- &
    mariadb_pid=$!
    local tries
    for ((tries = 0; tries < 600; tries++)); do
        if mariadb --no-defaults --socket="$socket" -e 'DO 0' >/dev/null 2>&1; then return 0; fi
        alive "$mariadb_pid" || break
        sleep 0.1
    done
    mariadb_stop
    return 1
}

# mariadb_stop: a clean shutdown, or the end after 30 s. Without a server it does nothing.
mariadb_stop() {
    [ -n "${mariadb_pid:-}" ] || return 0
    stop_process "$mariadb_pid" 30
    mariadb_pid=
}
