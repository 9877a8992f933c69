# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2015 # in "a && b || fail" the last part is meant for either
# shellcheck disable=SC2034 # the constants are for those who source this
#
# What the scripts of this directory and ./posthorn share. Sourced, never run.

readonly EX_FAILURE=1 EX_USAGE=64 EX_CONFIG=78
readonly JAVA_OLDEST=17

fail() {
    printf 'posthorn: %s\n' "$1" >&2
    exit "${2:-$EX_FAILURE}"
}

# --- the directory of all data ---------------------------------------------------------------------------------------

require_home() {
    [[ -n ${POSTHORN_HOME:-} ]] || fail "POSTHORN_HOME is not set: the directory of all data" "$EX_CONFIG"
    [[ $POSTHORN_HOME == /* ]] || fail "POSTHORN_HOME must begin with /, not be '$POSTHORN_HOME'" "$EX_CONFIG"
    umask 027
    mkdir -p -- "$POSTHORN_HOME"/{run,log,secrets} 2>/dev/null && [[ -w $POSTHORN_HOME ]] ||
        fail "cannot write in POSTHORN_HOME ($POSTHORN_HOME) as user $(id -un)$(full_disk_hint "$POSTHORN_HOME")"
    chmod 700 -- "$POSTHORN_HOME/secrets"
}

# Prints a remark when the file system of a path is nearly full, else nothing.
full_disk_hint() {
    local free
    free=$(free_megabytes "$1")
    ((free >= 20)) || printf ': the disk is full (%s MB free)' "$free"
}

free_megabytes() {
    local path=$1
    while [[ ! -e $path && $path == */* && -n $path ]]; do path=${path%/*}; done
    df -Pm -- "${path:-/}" | awk 'NR == 2 { print $4 }'
}

# --- Java ------------------------------------------------------------------------------------------------------------

# Prints the path of java: JAVA_HOME's, else the first of PATH. Refuses one that is too old.
find_java() {
    local java major
    if [[ -n ${JAVA_HOME:-} ]]; then
        java=$JAVA_HOME/bin/java
        [[ -x $java ]] || fail "JAVA_HOME is $JAVA_HOME, but user $(id -un) cannot run $java" "$EX_CONFIG"
    else
        java=$(command -v java) || fail "there is no java in PATH; install a JDK of version $JAVA_OLDEST or later" "$EX_CONFIG"
    fi
    major=$(java_major "$java")
    [[ $major =~ ^[0-9]+$ ]] || fail "$java does not say its version" "$EX_CONFIG"
    ((major >= JAVA_OLDEST)) || fail "Java $JAVA_OLDEST or later is needed; $java is version $major" "$EX_CONFIG"
    printf '%s\n' "$java"
}

# Prints the number before the first dot of a Java's version (8 for 1.8), from its release file where there is one.
java_major() {
    local version release
    release=$(dirname -- "$(dirname -- "$(readlink -f -- "$1")")")/release
    version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$release" 2>/dev/null)
    [[ -n $version ]] || version=$("$1" -version 2>&1 </dev/null | sed -n 's/.* version "\([^"]*\)".*/\1/p')
    version=${version#1.}
    printf '%s\n' "${version%%[!0-9]*}"
}

# --- processes -------------------------------------------------------------------------------------------------------
# A process is remembered as "number start-time boot", so that a number which is used again is never taken for ours.

process_identity() {
    local stat
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
    read -ra stat <<<"${stat##*) }"
    # shellcheck disable=SC2128
    [[ $stat != Z ]] || return 1
    printf '%s %s %s\n' "$1" "${stat[19]}" "$(</proc/sys/kernel/random/boot_id)"
}

remember_process() {
    process_identity "$2" >"$1.new" && mv -f -- "$1.new" "$1"
}

# Prints the number of the remembered process when it still runs.
remembered_process() {
    local number rest
    { read -r number rest <"$1"; } 2>/dev/null || return 1
    [[ $number =~ ^[0-9]+$ && $(process_identity "$number") == "$number $rest" ]] || return 1
    printf '%s\n' "$number"
}

# Ends the remembered process: asks, waits (seconds), kills.
end_process() {
    local file=$1 patience=$2 number deadline
    number=$(remembered_process "$file") || {
        rm -f -- "$file"
        return 0
    }
    deadline=$((SECONDS + patience))
    kill -TERM "$number" 2>/dev/null
    while remembered_process "$file" >/dev/null; do
        if ((SECONDS >= deadline)); then
            printf 'posthorn: process %s did not end within %s s and is killed\n' "$number" "$patience" >&2
            kill -KILL "$number" 2>/dev/null
            deadline=$((SECONDS + patience))
        fi
        sleep 0.1
    done
    rm -f -- "$file"
}
