#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# How long ./posthorn up takes until every port answers, from a Posthorn that has been started before: five times, and the
# median, in seconds; the resident memory of the server's process beside it, in MB. The environment chooses the instance as it
# does for the launcher: with POSTHORN_DB_URL the database runs already and the server alone is started.
set -u -o pipefail

launcher=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)/posthorn
home=${POSTHORN_HOME:?"set POSTHORN_HOME"}
runs=${1:-5}

"$launcher" up >/dev/null && "$launcher" down >/dev/null || exit
for ((i = 0; i < runs; i++)); do
    began=$(date +%s%N)
    "$launcher" up >/dev/null || exit
    ended=$(date +%s%N)
    sleep 2
    read -r server _ <"$home/run/server.process"
    printf '%d.%02d s, %d MB\n' $(((ended - began) / 1000000000)) $(((ended - began) / 10000000 % 100)) \
        $(($(sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$server/status") / 1024))
    "$launcher" down >/dev/null || exit
done | sort -n | tee /dev/stderr | sed -n "$(((runs + 1) / 2))s/^/median: /p"
