# shellcheck shell=bash
# The programs of ./start: building them, filling a new database with them, serving. Needs say.sh, build.sh and data.sh.

# port_must_be_free PORT
port_must_be_free() {
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
        fail "port $1 is taken by another program; stop that, or name another port: ./start --port $(($1 < 65535 ? $1 + 1 : $1 - 1))."
    fi
}

# Builds what is not built; two starts in one tree do so one after the other.
build_everything() {
    exec 8>build/lock
    flock 8
    if ! service_is_built || ! web_is_built; then
        [ "$(free_mib .)" -ge 600 ] || fail "building takes about 600 MB and only $(free_mib .) MB are free in $PWD; make room, then run this again."
        say "building (the log is build/start.log)"
    fi
    service_is_built || run_quietly build/start.log build_tree . all || fail "the build failed (see above and $PWD/build/start.log)."
    web_is_built || run_quietly build/start.log build_web ||
        fail "the front end could not be built (see above and $PWD/build/start.log); npm needs the network the first time."
    exec 8>&-
}

service_is_built() { configured . && make -q all-am >/dev/null 2>&1; }

# fill_database DIR EMPTY: the schema and the data of a new database, and accounts.json.new.
fill_database() {
    local dir=$1 extra=()
    [ "$2" = no ] || extra=(--empty)
    write_settings "$dir" && run_quietly "$dir/fill.log" \
        services/vahetus-demo --config "$dir/vahetusd.conf" --accounts "$dir/accounts.json.new" ${extra[@]+"${extra[@]}"}
}

# write_settings DIR: the settings of this run; `vahetusd --help` says what each means. They hold a password. What an operator
# wants to add or change goes into DIR/local.conf, which is never written here: its lines come first, and ours of the same
# name are left out.
write_settings() {
    key_file "$1/personal_code.key" || return
    (umask 077 && settings "$1" >"$1/vahetusd.conf.new" && mv -- "$1/vahetusd.conf.new" "$1/vahetusd.conf")
}

# key_file FILE: the key that seals personal codes; made once, whole or not at all. A copy of the database without it tells none.
key_file() {
    [ ! -s "$1" ] || return 0
    (umask 077 && head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$1.new" && mv -- "$1.new" "$1")
}

settings() {
    local dir=$1 name
    if [ -f "$dir/local.conf" ]; then cat -- "$dir/local.conf"; fi
    while read -r name value; do
        [ -f "$dir/local.conf" ] && grep -qE "^[[:space:]]*${name}[[:space:]]*=" "$dir/local.conf" && continue
        printf '%s = %s\n' "$name" "$value"
    done <<SETTINGS
listen_port $port
public_url http://127.0.0.1:$port
database_socket $socket
database_user vahetus
database_password $database_password
database_name vahetus
migrations_folder $PWD/db/migrations
web_folder $PWD/web/dist
mail_folder $dir/mail
personal_code_key_file $dir/personal_code.key
SETTINGS
}

# service_start DIR PORT: returns when the service answers that it is healthy.
service_start() {
    local dir=$1 port=$2 tries
    (umask 077 && mkdir -p -- "$dir/mail")
    setsid setpriv --pdeathsig TERM services/vahetusd --config "$dir/vahetusd.conf" >>"$dir/vahetusd.log" 2>&1 </dev/null 9>&- &
    service_pid=$!
    echo "$service_pid" >"$dir/vahetusd.pid"
    for ((tries = 0; tries < 600; tries++)); do
        service_is_healthy "$port" && return
        alive "$service_pid" || break
        sleep 0.05
    done
    database_must_run "$dir"
    show_end "$dir/vahetusd.log"
    fail "the service did not start (see above and $dir/vahetusd.log)."
}

service_is_healthy() {
    local status
    { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
    printf 'GET /health HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$1" >&3 2>/dev/null
    read -r -t 2 _ status _ <&3 || status=
    exec 3>&-
    [ "$status" = 200 ]
}

# A damaged file may be met only once the database is in use.
database_must_run() {
    alive "$mariadb_pid" && return
    show_end "$1/mariadbd.log"
    data_is_broken "$1" "ended by itself (see above and $1/mariadbd.log). Run this again, which mends what was cut short; if it ends again, its data is broken"
}

# service_wait: until we are stopped, or one of the two servers ends by itself. To the wait -n of bash 5.2 a child that a signal
# killed just before is none: it would wait for the other alone. So there is a third, which ends soon, and both are looked at again.
service_wait() {
    while alive "$service_pid" && alive "$mariadb_pid"; do
        sleep 1 8>&- 9>&- &
        wait -n "$service_pid" "$mariadb_pid" $! 2>/dev/null || :
    done
    database_must_run "$data_folder"
    show_end "$data_folder/vahetusd.log"
    fail "the service ended by itself (see above and $data_folder/vahetusd.log); run this again, the data is kept."
}

service_stop() {
    [ -n "${service_pid:-}" ] || return 0
    stop_process "$service_pid" 20
    service_pid=
}
