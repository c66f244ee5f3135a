#!/bin/sh
# PostgreSQL with the variables of the official image: a new directory gets its owner and the database.
set -eu
data=/var/lib/postgresql/data
as_owner() { setpriv --reuid 999 --regid 999 --clear-groups env PATH="/opt/postgresql/bin:$PATH" "$@"; }
if [ ! -e "$data/PG_VERSION" ]; then
  install -o 999 -m 600 "$POSTGRES_PASSWORD_FILE" /tmp/password
  as_owner initdb -D "$data" -U "$POSTGRES_USER" --pwfile=/tmp/password --auth=scram-sha-256 -E UTF8 --locale=C.UTF-8
  rm /tmp/password
  echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
  echo "CREATE DATABASE $POSTGRES_DB" | as_owner postgres --single -D "$data" postgres
fi
shift
exec setpriv --reuid 999 --regid 999 --clear-groups /opt/postgresql/bin/postgres -D "$data" -c 'listen_addresses=*' \
  -c unix_socket_directories= "$@"
