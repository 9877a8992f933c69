# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2015 # in "a && b || fail" the last part is meant for either
# shellcheck disable=SC2154 # names in capitals are the launcher's
#
# "./posthorn backup" and "./posthorn restore"; docs/administer/backup.md says what they promise. Sourced by the launcher, whose functions
# they use: the service's user reads and writes below POSTHORN_HOME, the caller reads and writes the backup.
#
# The spool is copied first, then the database: a mail that is delivered in between is in both, and recognised when it is delivered again.
# One that left the first before it came into the second would be in neither.

readonly BACKUP_FORMAT=1 MANIFEST=manifest.sha256
readonly UNFINISHED=restore.unfinished # in a POSTHORN_HOME whose restore was cut off

# --- what a backup is ------------------------------------------------------------------------------------------------

write_manifest() (
    cd -- "$1" && find . -type f ! -path "./$MANIFEST" -print0 | sort -z | xargs -0 sha256sum -- >"$MANIFEST"
)

# A backup is whole when it has a manifest, which comes last, and consists of exactly the files in it.
verify_backup() {
    local listed present
    [[ -f $1/$MANIFEST && ! -e $1/partial ]] || fail "there is no whole backup in $1"
    refuse_newer_backup "$1"
    (cd -- "$1" && sha256sum --check --strict --quiet "$MANIFEST" >&2) || fail "the backup in $1 is damaged, or cannot be read"
    listed=$(wc -l <"$1/$MANIFEST")
    present=$(cd -- "$1" && find . -type f ! -path "./$MANIFEST" -printf . | wc -c)
    ((listed == present)) || fail "the backup in $1 is damaged: it has $present files, its manifest $listed"
    [[ $(about "$1" format) == "$BACKUP_FORMAT" ]] || fail "the backup in $1 has a format that this version does not know"
    dump_is_whole "$1/database/dump.sql" || fail "the dump of the database in $1 is cut off"
}

# Before the files are compared: how that is done may be another way in a newer version.
refuse_newer_backup() {
    local format version
    format=$(about "$1" format) version=$(about "$1" version)
    [[ $format =~ ^[0-9]{1,9}$ ]] && ((format > BACKUP_FORMAT)) || is_newer "$version" || return 0
    fail "the backup in $1 was made by Posthorn ${version:-of a later version}, and this is $VERSION: use that version, or a later one"
}

# Whether a version comes after this one. Snapshots count as the release that they lead to.
is_newer() {
    local other=${1%%-*} own=${VERSION%%-*}
    [[ $other =~ ^[0-9]+(\.[0-9]+)*$ && $other != "$own" && $(printf '%s\n' "$other" "$own" | sort -V | tail -n 1) == "$other" ]]
}

dump_is_whole() {
    [[ $(tail -n 1 -- "$1" 2>/dev/null) == '-- Dump completed'* ]]
}

# Prints what a backup says about itself under a name.
about() {
    sed -n "s/^$2=//p" "$1/about" 2>/dev/null
}

write_about() {
    printf '%s=%s\n' format "$BACKUP_FORMAT" version "$VERSION" taken "$TAKEN" home "$POSTHORN_HOME" \
        database "$(database_is_embedded && echo embedded || echo "${POSTHORN_DB_URL%%\?*}")" >"$WORK/about"
}

# --- making one ------------------------------------------------------------------------------------------------------

TARGET='' MADE_TARGET=no WORK='' SNAPSHOT='' STARTED_DATABASE=no TAKEN=''

backup() {
    local began=$SECONDS
    if [[ $# == 2 && $1 == --verify ]]; then
        verify_backup "$(realpath -m -- "$2")"
        say "The backup in $2 is whole."
        return
    fi
    [[ $# == 1 && $1 != -* ]] || fail "usage: ./posthorn backup DIR, or ./posthorn backup --verify DIR" "$EX_USAGE"
    find_instance && [[ -e $POSTHORN_HOME/spool ]] || fail "there is nothing to back up in ${POSTHORN_HOME:-POSTHORN_HOME}"
    umask 077
    trap 'end_backup' EXIT
    trap 'exit 130' INT TERM HUP
    make_target "$1"
    if server_process >/dev/null; then
        lock_backups
    else
        lock_home
    fi
    TAKEN=$(date +%s)
    back_up_spool
    back_up_database
    back_up_files
    write_about
    write_manifest "$WORK" && sync -f "$WORK" || fail "cannot write in $TARGET$(full_disk_hint "$TARGET")"
    complete_target
    say "Backed up $POSTHORN_HOME to $TARGET: $(du -sm -- "$TARGET" | cut -f 1) MB in $((SECONDS - began)) s."
}

# Sets TARGET, and WORK, the directory in it where everything is gathered.
make_target() {
    local target
    target=$(realpath -m -- "$1")
    [[ $target/ != "$(realpath -m -- "$POSTHORN_HOME")"/* ]] || fail "$target lies in the data directory, which it is a backup of" "$EX_USAGE"
    if [[ -e $target ]]; then
        [[ -d $target && -z $(ls -A -- "$target") ]] || fail "$target is not an empty directory: a backup overwrites nothing"
    else
        mkdir -- "$target" && MADE_TARGET=yes || fail "cannot make $target; the directory above it must be there"
    fi
    mkdir -- "$target/partial" || fail "cannot write in $target"
    TARGET=$target WORK=$target/partial
}

# Everything gets its place, the manifest last: what was cut off before has none.
complete_target() {
    trap '' INT TERM HUP
    find "$WORK" -mindepth 1 -maxdepth 1 ! -name "$MANIFEST" -exec mv -t "$TARGET" -- {} + &&
        sync -f "$TARGET" && mv -- "$WORK/$MANIFEST" "$TARGET" && rmdir -- "$WORK" && sync -f "$TARGET" ||
        fail "cannot write in $TARGET"
    WORK=''
}

lock_backups() {
    exec {BACKUP_LOCK}<"$POSTHORN_HOME/run" && flock --nonblock "$BACKUP_LOCK" ||
        fail "another backup of $POSTHORN_HOME is being made; nothing was done"
}

# However a backup ends, it leaves nothing in the data directory; one that failed leaves nothing that looks like one.
end_backup() {
    [[ -z $SNAPSHOT ]] || as_service rm -rf -- "$SNAPSHOT"
    [[ $STARTED_DATABASE == no ]] || as_service "$DIST/bin/posthorn-database" stop
    [[ -n $WORK ]] || return
    rm -rf -- "$WORK" "${TARGET:?}"/{about,conf,data,database,settings,.env,"$MANIFEST"}
    [[ $MADE_TARGET == no ]] || rmdir -- "$TARGET"
    printf 'posthorn: no backup was made\n' >&2
}

# What a killed backup left keeps disk space, and goes after a day.
back_up_spool() {
    local snapshots=$POSTHORN_HOME/spool/snapshots
    [[ ! -d $snapshots ]] || as_service find "$snapshots" -mindepth 1 -maxdepth 1 -mmin +1440 -exec rm -rf -- {} +
    SNAPSHOT=$(as_service "$DIST/bin/posthorn-cli" snapshot) && [[ -n $SNAPSHOT ]] || {
        SNAPSHOT=''
        fail "the spool could not be copied"
    }
    SNAPSHOT=$snapshots/${SNAPSHOT##*/}
    copy_snapshot "$WORK/data/spool"
    as_service rm -rf -- "$SNAPSHOT" && SNAPSHOT=''
}

# Nobody writes to a snapshot. But the server deletes files that are linked here, and tar takes a link less for a change of the
# file (exit code 1): a spool that empties would be copied again and again.
copy_snapshot() {
    local status
    mkdir -p -- "$1" || fail "cannot make $1"
    as_service tar -C "$SNAPSHOT" -c --warning=no-file-changed . | tar -C "$1" -x --no-same-owner --no-same-permissions
    status=("${PIPESTATUS[@]}")
    ((status[0] <= 1 && status[1] == 0)) && [[ $(as_service find "$SNAPSHOT" "${NAMES_AND_SIZES[@]}" | sort) == "$(find "$1" "${NAMES_AND_SIZES[@]}" | sort)" ]] ||
        fail "cannot copy $SNAPSHOT to $1$(full_disk_hint "$1")"
}
readonly NAMES_AND_SIZES=(-type f -printf '%P %s\n')

back_up_files() {
    local name names=()
    for name in secrets tls spool/damaged; do
        as_service test -e "$POSTHORN_HOME/$name" && names+=("$name")
    done
    ((${#names[@]} == 0)) || copy_tree "$POSTHORN_HOME" "$WORK/data" "${names[@]}"
    copy_tree "$DIST" "$WORK" conf
    [[ ! -e $POSTHORN_HOME/run/environment ]] || as_service cat -- "$POSTHORN_HOME/run/environment" >"$WORK/settings" || fail "cannot copy the settings"
    [[ ! -e $CLONE/.env ]] || cp -- "$CLONE/.env" "$WORK/.env" || fail "cannot copy $CLONE/.env"
}

# Copies names below a directory of the service's user. A file that changes meanwhile is copied again.
copy_tree() {
    local from=$1 to=$2 attempt status
    shift 2
    mkdir -p -- "$to" || fail "cannot make $to"
    for attempt in 1 2 3; do
        as_service tar -C "$from" -c -- "$@" | tar -C "$to" -x --no-same-owner --no-same-permissions
        status=("${PIPESTATUS[@]}")
        ((status[0] != 0 || status[1] != 0)) || return 0
        ((status[0] == 1 && attempt < 3)) || break
    done
    fail "cannot copy $from to $to$(full_disk_hint "$to")"
}

# --- its database ----------------------------------------------------------------------------------------------------

# A dump of both schemas in one transaction, and what is to be done to them after they were loaded.
back_up_database() {
    local status=0
    mkdir -- "$WORK/database" || fail "cannot write in $WORK"
    ! database_is_embedded || [[ -d $POSTHORN_HOME/database ]] ||
        fail "there is no database in $POSTHORN_HOME; set POSTHORN_DB_URL and what belongs to it as for the server" "$EX_CONFIG"
    if [[ -n ${HOME_LOCK:-} ]] && database_is_embedded && ! database_process >/dev/null; then
        STARTED_DATABASE=yes
        POSTHORN_DB_PORT=0 restart_database # its port may be another program's meanwhile, and the socket is enough
    fi
    if database_is_embedded; then
        as_service "$DIST/bin/posthorn-database" dump
    else
        as_service "$DIST/bin/posthorn-dump"
    fi >"$WORK/database/dump.sql" || status=$?
    ((status == 0)) || fail "the database could not be dumped$(full_disk_hint "$WORK")" "$((status == EX_CONFIG ? EX_CONFIG : EX_FAILURE))"
    dump_is_whole "$WORK/database/dump.sql" || fail "the dump of the database is cut off"
    {
        printf 'USE `%s`;\nSET @taken = %s;\n' "${POSTHORN_DB_SCHEMA:-posthorn}" "$TAKEN"
        as_service cat -- "$DIST/share/after-restore.sql"
    } >"$WORK/database/after-restore.sql" || fail "cannot write in $WORK"
}

# --- restoring -------------------------------------------------------------------------------------------------------

restore() {
    local backup
    [[ $# == 1 && $1 != -* ]] || fail "usage: ./posthorn restore DIR" "$EX_USAGE"
    backup=$(realpath -m -- "$1")
    verify_backup "$backup"
    [[ -z ${POSTHORN_DB_URL:-} && $(about "$backup" database) == embedded ]] ||
        fail "only the embedded database is restored by a command; docs/administer/backup.md has the steps for your own"
    require_tools
    make_service_user
    choose_home loud
    lock_home
    refuse_unfinished_restore
    require_java_for_service
    [[ -z $(find "$POSTHORN_HOME" -mindepth 1 -maxdepth 1 ! -name lost+found) ]] ||
        fail "POSTHORN_HOME ($POSTHORN_HOME) is not empty: a restore overwrites nothing"
    require_disk "$((700 + 2 * $(du -sm -- "$backup" | cut -f 1)))"
    as_service touch -- "$POSTHORN_HOME/$UNFINISHED" || fail "cannot write in $POSTHORN_HOME"
    build
    choose_distribution loud
    tar -C "$backup/data" -c . | as_service tar -C "$POSTHORN_HOME" -x --no-same-owner --no-overwrite-dir ||
        fail "cannot copy the files$(full_disk_hint "$POSTHORN_HOME")"
    restore_database "$backup"
    as_service rm -- "$POSTHORN_HOME/$UNFINISHED" && sync -f "$POSTHORN_HOME" || fail "cannot write in $POSTHORN_HOME"
    say "Restored $POSTHORN_HOME as it was on $(date -d "@$(about "$backup" taken)" '+%F %T %z'). ./posthorn up starts it."
    diff -rq -- "$backup/conf" "$DIST/conf" >/dev/null ||
        say "The configuration of this version is not that of the backup: compare $backup/conf with $CLONE/james-conf."
}

restore_database() {
    trap 'stop_all; say "Interrupted: empty $POSTHORN_HOME before the next attempt."; exit 130' INT TERM HUP
    start_database
    load "$1/database" || {
        stop_all
        fail "the database could not be loaded$(full_disk_hint "$POSTHORN_HOME"); empty $POSTHORN_HOME before the next attempt"
    }
    as_service "$DIST/bin/posthorn-database" stop || fail "the database could not be stopped"
}

# Without the lock: the client of a launcher that was killed goes on, and "./posthorn down" is to end its server.
load() (
    exec {HOME_LOCK}<&- && as_service "$DIST/bin/posthorn-database" client <"$1/dump.sql" &&
        as_service "$DIST/bin/posthorn-database" client <"$1/after-restore.sql"
)

# A restore that was killed may have left its database running: it must end before its files go.
refuse_unfinished_restore() {
    [[ ! -e $POSTHORN_HOME/$UNFINISHED ]] ||
        fail "a restore into POSTHORN_HOME ($POSTHORN_HOME) was cut off: run ./posthorn down, empty the directory, and restore again"
}
