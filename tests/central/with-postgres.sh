#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# with-postgres.sh COMMAND…: runs COMMAND beside a private, throw-away PostgreSQL, and takes it away afterwards.
#
# The server listens on a Unix socket in a folder of its own, so many can run at once. As root it runs as an unprivileged user,
# because PostgreSQL refuses root. The empty cluster is made once and copied. COMMAND finds in its environment:
#   GU_TEST_PG_CONNINFO  connection string of the superuser "gu_test" (database "postgres")
#   GU_TEST_PG_HOST      the socket's folder
#   GU_TEST_PG_BINDIR    PostgreSQL's programs
#   GU_TEST_PG_PIDFILE   the main process's id is its first line
#   GU_TEST_PG_START     a program that starts the server again after it was killed, and returns when it answers
# GU_TEST_PG_FSYNC=on makes it write to the disk as in real use (benchmarks). GU_TEST_PG_CACHE names the folder for the copy.
set -eu

[ $# -gt 0 ] || { echo "usage: $0 COMMAND…" >&2; exit 2; }

bindir=
for d in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V -r) $(dirname "$(command -v postgres || echo /nowhere/postgres)"); do
  if [ -x "$d/postgres" ] && [ -x "$d/initdb" ]; then bindir=$d; break; fi
done
[ -n "$bindir" ] || { echo "PostgreSQL's server is not installed (Debian: postgresql)" >&2; exit 1; }

as=
owner=$(id -un)
if [ "$(id -u)" = 0 ]; then
  owner=postgres
  id "$owner" >/dev/null 2>&1 || owner=nobody
  as="setpriv --reuid=$owner --regid=$(id -g "$owner") --clear-groups"
fi

dir=$(mktemp -d /tmp/gu-pg.XXXXXX)
chmod 700 "$dir"
pid=
finish () {
  status=$?
  trap - EXIT INT TERM HUP
  if [ -s "$dir/data/postmaster.pid" ]; then
    pid=$(head -n 1 "$dir/data/postmaster.pid")
    kill -QUIT "$pid" 2>/dev/null || true
    n=0
    while kill -0 "$pid" 2>/dev/null && [ $n -lt 100 ]; do sleep 0.05; n=$((n + 1)); done
  fi
  rm -rf "$dir"
  exit $status
}
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
trap 'exit 129' HUP
[ -z "$as" ] || chown "$owner" "$dir"

cache=${GU_TEST_PG_CACHE:-${MESON_BUILD_ROOT:-${XDG_CACHE_HOME:-/tmp}}/gu-pg-cache-$(id -u)}
version=$("$bindir/postgres" --version | tr -c 'A-Za-z0-9.\n' '_')
mkdir -p "$cache"
exec 8>"$cache/lock"
flock 8
if [ ! -e "$cache/$version/PG_VERSION" ]; then
  (cd "$dir" && $as env LC_ALL=C "$bindir/initdb" -D "$dir/new" -U gu_test --auth=trust --encoding=UTF8 --locale=C \
    --data-checksums --no-sync) >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
  rm -rf "$cache/$version" "$cache/$version.new"
  cp -r "$dir/new" "$cache/$version.new"
  mv "$cache/$version.new" "$cache/$version"
  rm -rf "$dir/new"
fi
cp -r "$cache/$version" "$dir/data"
flock -u 8
exec 8>&-
chmod -R go-rwx "$dir/data"
[ -z "$as" ] || chown -R "$owner" "$dir/data"

cat >"$dir/start" <<END
#!/bin/sh
cd "$dir"
$as "$bindir/postgres" -D "$dir/data" -c listen_addresses= -c unix_socket_directories="$dir" -c fsync=${GU_TEST_PG_FSYNC:-off} \
  -c max_connections=120 -c shared_buffers=48MB -c log_min_error_statement=panic -c log_lock_waits=on \
  -c max_wal_size=256MB -c autovacuum_naptime=5s >>"$dir/log" 2>&1 </dev/null &
pid=\$!
n=0
until "$bindir/pg_isready" -q -h "$dir" -U gu_test -d postgres; do
  kill -0 \$pid 2>/dev/null || { tail -n 3 "$dir/log" >&2; exit 1; }
  n=\$((n + 1)); [ \$n -lt 600 ] || { tail -n 3 "$dir/log" >&2; exit 1; }
  sleep 0.05
done
END
chmod 755 "$dir/start"
"$dir/start"

GU_TEST_PG_CONNINFO="host=$dir user=gu_test dbname=postgres"
GU_TEST_PG_HOST=$dir
GU_TEST_PG_BINDIR=$bindir
GU_TEST_PG_PIDFILE=$dir/data/postmaster.pid
GU_TEST_PG_START=$dir/start
export GU_TEST_PG_CONNINFO GU_TEST_PG_HOST GU_TEST_PG_BINDIR GU_TEST_PG_PIDFILE GU_TEST_PG_START

"$@" &
wait_for=$!
trap 'kill "$wait_for" 2>/dev/null; exit 143' TERM
status=0
wait "$wait_for" || status=$?
exit $status
