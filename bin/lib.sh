# Shared by the commands in bin/: named steps, missing packages, a private PostgreSQL. Sourced, never run.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"
PGBIN=/usr/lib/postgresql/15/bin

step() { printf '\033[1m== %s\033[0m\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else fail "'$*' needs root; install sudo or run it yourself, then start again"
    fi
}

# ensure_packages NAME...: installs what dpkg does not know yet.
ensure_packages() {
    local missing=() name
    for name in "$@"; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    step "installing ${missing[*]}"
    # Debian's package would start a cluster of its own; ours is private.
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        as_root mkdir -p /etc/postgresql-common
        echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

require_swift() {
    command -v swift >/dev/null || { [ -x /opt/swift/usr/bin/swift ] && export PATH="/opt/swift/usr/bin:$PATH"; } ||
        fail "Swift 6.3 or later is needed: https://www.swift.org/install"
}

# Python with what the browser and chaos suites import. Sets VENV.
python_venv() {
    VENV=$ROOT/.build/browser-venv
    ! cmp -s Tests/Browser/requirements.txt "$VENV/requirements.txt" || return 0
    python3 -m venv "$VENV"
    "$VENV/bin/pip" install -q -r Tests/Browser/requirements.txt
    cp Tests/Browser/requirements.txt "$VENV/requirements.txt"
}

# PostgreSQL refuses to run as root: then it runs as the system user postgres, otherwise as whoever calls.
pg_user() { if [ "$(id -u)" = 0 ]; then echo postgres; else id -un; fi; }
as_pg() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

# port_is_free PORT: whether nothing on this machine answers there.
port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Whether this process started the cluster; only then it may stop it.
CLUSTER_IS_OURS=false

# cluster_start DIR: a private cluster below DIR, reached through a socket in a folder only its user may enter; no port is opened.
# Sets PGSOCKET and CLUSTER_IS_OURS. Starting a running one changes nothing.
cluster_start() {
    local home=$1
    mkdir -p "$home"
    if [ "$(id -u)" = 0 ]; then
        if ! as_pg test -x "$ROOT"; then
            # The checkout lies where the user postgres cannot go, for example below /root.
            home=/var/lib/shouwen/$(printf %s "$home" | cksum | cut -d' ' -f1)
            mkdir -p "$home"
        fi
        mkdir -p "$home/run" && chown postgres "$home" "$home/run"
    fi
    mkdir -p -m 700 "$home/run"
    PGDATA_DIR=$home/postgres
    PGSOCKET=$home/run
    if [ ${#PGSOCKET} -gt 85 ]; then
        PGSOCKET=/tmp/shouwen-$(id -u)-$(printf %s "$home" | cksum | cut -d' ' -f1)
        mkdir -p -m 700 "$PGSOCKET"
        [ "$(id -u)" != 0 ] || chown postgres "$PGSOCKET"
    fi
    if [ ! -s "$PGDATA_DIR/PG_VERSION" ]; then
        as_pg "$PGBIN/initdb" -D "$PGDATA_DIR" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --data-checksums ${CLUSTER_INITDB:-} >/dev/null
        as_pg tee -a "$PGDATA_DIR/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
max_connections = 100
shared_buffers = 256MB
work_mem = 8MB
jit = off
random_page_cost = 1.1
client_connection_check_interval = 5s
log_min_duration_statement = 1s
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
CONF
    fi
    as_pg "$PGBIN/pg_ctl" -D "$PGDATA_DIR" status >/dev/null 2>&1 && return 0
    as_pg "$PGBIN/pg_ctl" -D "$PGDATA_DIR" -l "$home/postgres.log" -w -t 60 \
        -o "-k '$PGSOCKET' ${CLUSTER_OPTIONS:-}" start >/dev/null || { tail -5 "$home/postgres.log" >&2; fail "PostgreSQL did not start"; }
    CLUSTER_IS_OURS=true
}

# cluster_stop: stops the cluster that this process started, and no other.
cluster_stop() { if $CLUSTER_IS_OURS; then as_pg "$PGBIN/pg_ctl" -D "$PGDATA_DIR" -m fast -w stop >/dev/null 2>&1 || true; fi; }

# cluster_database NAME: creates it when missing and prints the address for a role.
cluster_database() {
    psql -qtAX -h "$PGSOCKET" -U postgres -d postgres -c "SELECT 1 FROM pg_database WHERE datname = '$1'" | grep -q 1 ||
        psql -qX -h "$PGSOCKET" -U postgres -d postgres -c "CREATE DATABASE \"$1\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'" >/dev/null
}
cluster_url() { printf 'postgresql:///%s?host=%s&user=%s' "$1" "$PGSOCKET" "$2"; }

# run_until_stopped COMMAND...: runs it, passes INT and TERM on as TERM, waits for its end and answers its status: 0 after a stop that was
# asked for, above 128 when it died of a signal nobody here sent.
run_until_stopped() {
    local child= asked=false status=0
    trap 'asked=true; trap "" INT TERM; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null' INT TERM
    "$@" &
    child=$!
    $asked && kill -TERM "$child" 2>/dev/null
    wait "$child" || status=$?
    if $asked; then
        # The signal ended the first wait early; this one lasts until what is in flight has been answered.
        status=0
        wait "$child" || status=$?
    fi
    trap - INT TERM
    return "$status"
}
