#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What the store's operations cost by the number of messages in a folder: fills four folders, measures, prints two tables in Markdown
# and writes docs/images/folder-size.svg (or the file that the first argument names). The environment chooses the instance as it does
# for the launcher; it should be a fresh one with the embedded database, and grows by some 5 GB. The folders stay, so that a second
# run need not fill them. Three to four minutes.
set -u -o pipefail

clone=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit
home=${POSTHORN_HOME:?"set POSTHORN_HOME"}
plot=${1:-$clone/docs/images/folder-size.svg}

dist=$(printf '%s' "$clone"/assembly/target/posthorn-*/bin) && dist=${dist%/bin}

# Starts the instance and ends its server again: only the database is needed.
database_only() {
    local server
    "$clone/posthorn" up >/dev/null || return
    read -r server _ <"$home/run/server.process"
    kill -TERM "$server" && while kill -0 "$server" 2>/dev/null; do sleep 0.2; done
}

folder_size() {
    local database
    read -r database _ <"$home/run/database.process"
    java -Xms512m -Xmx512m -XX:+UseSerialGC -Dlogback.configurationFile="$clone/benchmarks/logback.xml" \
        -cp "$clone/benchmarks/target/classes:$dist/lib/*" org.posthorn.benchmarks.folder.FolderSizeLoad "$1" \
        "jdbc:mysql://127.0.0.1:${POSTHORN_DB_PORT:-3307}/postfixadmin" posthorn "$home/secrets/database.password" \
        "$database" "$plot" "${@:2}"
}

mkdir -p -- "$(dirname -- "$plot")" && database_only &&
    "$dist/bin/posthorn-database" client --execute='SET GLOBAL innodb_buffer_pool_size = 1073741824,
        GLOBAL innodb_flush_log_at_trx_commit = 0' &&
    folder_size fill "${@:2}" &&
    # what follows is measured with the settings that the launcher gives
    "$clone/posthorn" down >/dev/null && database_only && folder_size measure "${@:2}"
code=$?
"$clone/posthorn" down >/dev/null
exit "$code"
