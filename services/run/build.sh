# shellcheck shell=bash
# Building, out of the way: what a build says goes to a log, and only the end of it is shown when it fails. Needs say.sh.

cores=$(getconf _NPROCESSORS_ONLN)

# configured FOLDER ARGUMENT...: is the tree in FOLDER configured with at least these arguments, by the configure.ac there is?
configured() {
    local folder=$1 argument have
    shift
    [ -x "$folder/config.status" ] && [ -f "$folder/Makefile" ] && [ ! "$folder/configure.ac" -nt "$folder/configure" ] || return 1
    have=$("$folder/config.status" --config) || return 1
    for argument in "$@"; do [[ " ${have//\'/} " == *" $argument "* ]] || return 1; done
}

# configure_tree FOLDER ARGUMENT...
configure_tree() {
    local folder=$1
    shift
    configured "$folder" "$@" && return
    (cd "$folder" && autoreconf -fi && ./configure "$@")
}

# build_tree FOLDER TARGET ARGUMENT...: configure when needed, then make TARGET; whoever else makes in FOLDER waits.
build_tree() {
    local folder=$1 target=$2
    shift 2
    configure_tree "$folder" "$@" && flock "$folder" make -C "$folder" -j"$cores" "$target"
}

# copy_tree FOLDER: the sources as they are now, changed ones only, into FOLDER, for a build with other arguments.
copy_tree() {
    mkdir -p "$1"
    git ls-files -co --exclude-standard -z | while IFS= read -r -d '' file; do
        [ -f "$file" ] && printf '%s\0' "$file"
    done | xargs -0 cp --parents -pu -t "$1"
}

# packages_of FOLDER: node_modules as package-lock.json has it, installed again only when that changed; whoever else wants
# them waits.
packages_of() {
    packages_are_there "$1" && return
    (
        flock 9
        packages_are_there "$1" || (cd "$1" && npm ci --no-audit --no-fund && touch node_modules/.package-lock.json)
    ) 9<"$1/package-lock.json"
}
packages_are_there() {
    [ -f "$1/node_modules/.package-lock.json" ] && [ ! "$1/package-lock.json" -nt "$1/node_modules/.package-lock.json" ]
}

# web_is_built: is the front end in web/dist that of the sources in web/?
web_is_built() {
    [ -f web/dist/.built ] || return 1
    [ -z "$(find web services/openapi.yaml -path web/node_modules -prune -o -path web/dist -prune -o -name '*.gen.ts' -prune \
        -o -type f -newer web/dist/.built -print -quit)" ]
}

# build_web: whoever else builds it waits.
build_web() {
    web_is_built && return
    (
        flock 9
        web_is_built || (packages_of web && (cd web && npm run build) && touch web/dist/.built)
    ) 9<web/package.json
}
