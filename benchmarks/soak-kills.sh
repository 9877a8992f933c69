#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The kill loop of the tests for longer: the server and the database are killed with signal 9 at random moments, 200 times for each
# database that this machine can run (or as often as the first argument says), while mails with checksums come in; afterwards every
# acknowledged mail must be in its mailbox, whole. A second argument is the seed of an earlier run. Ends with one line of result
# for each database; the exit code says whether anything was lost or damaged. About ten minutes for a hundred kills and a database.
set -u -o pipefail

clone=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit
cd -- "$clone" || exit
options=("-Dposthorn.kills=${1:-200}")
[[ -z ${2:-} ]] || options+=("-Dposthorn.kills.seed=$2")
result=integration-tests/target/kill-loop.txt
log=target/soak-kills.log
mkdir -p target && rm -f -- "$result"
mvn -B -ntp -Pit verify -pl integration-tests -am -Dit.test=KillLoopIT -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dfailsafe.failIfNoSpecifiedTests=false "${options[@]}" >"$log" 2>&1
code=$?
cat -- "$result" || tail -n 20 -- "$log"
((code == 0)) || printf 'failed: %s\n' "$log" >&2
exit "$code"
