#!/bin/sh
# verify.sh FINGERPRINT [AUTHORITIES]: checks the bundle in whose unpacked folder it is run, and nothing but that folder.
# Needs a POSIX shell, OpenSSL 3, sha256sum and the ordinary cat, expr, head, mktemp, od, rm, tail, tr and wc.
# FINGERPRINT is the registry's, 64 hexadecimal digits, as its organisation told you by another way than this bundle.
# AUTHORITIES is a file of certificates (PEM) of time-stamping authorities that you trust.
# Exit code: 0 everything holds, 1 something does not (it says what), 2 it was called wrongly.
set -u
LC_ALL=C
export LC_ALL
umask 077

if [ $# -lt 1 ] || [ $# -gt 2 ] || [ ! -f MANIFEST.json ] || [ ! -f "${2-MANIFEST.json}" ]; then
    echo "usage: sh verify.sh FINGERPRINT [AUTHORITIES]   (in the folder that holds MANIFEST.json)" >&2
    exit 2
fi
fingerprint=$1
authorities=${2-}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

fail() {
    printf 'NOT VALID: %s\n' "$*" >&2
    exit 1
}

# ---- canonical JSON has one form only, so it can be read piece by piece from the front: $rest is what is left ----
eat() {
    case $rest in
        "$1"*) rest=${rest#"$1"} ;;
        *) fail "$where is not of the form that it must have" ;;
    esac
}
eat_text() { # up to the closing quotation mark; for texts without escapes
    case $rest in *\"*) ;; *) fail "$where ends in the middle" ;; esac
    value=${rest%%\"*}
    rest=${rest#*\"}
    case $value in *\\*) fail "$where holds an escape where none may be" ;; esac
}
eat_hash() {
    eat_text
    is_hash "$value" || fail "$where holds a malformed hash"
}
eat_number() {
    value=${rest%%[!0-9]*}
    rest=${rest#"$value"}
    is_number "$value" || fail "$where holds a malformed number"
}
is_hash() {
    [ ${#1} -eq 64 ] || return 1
    case $1 in *[!0-9a-f]*) return 1 ;; esac
}
is_number() {
    case $1 in '' | *[!0-9]* | 0?*) return 1 ;; esac
    [ ${#1} -le 15 ]
}
one_of() {
    for word in $2; do [ "$word" != "$1" ] || return 0; done
    return 1
}

# ---- hashes: RFC 6962, H(0x00 leaf) and H(0x01 left right); H is SHA-256, in the suite gm also SM3 (GB/T 32905) ----
digest=sha256
sums() { # some files, or standard input: one line each, which begins with the hash
    if [ $digest = sm3 ]; then openssl dgst -sm3 -r "$@"; else sha256sum "$@"; fi
}
to_octal() { # hexadecimal digits as escapes of printf, in $octal
    hex=$1
    octal=
    while [ -n "$hex" ]; do
        others=${hex#??}
        byte=$((0x${hex%"$others"}))
        octal="$octal\\$((byte >> 6))$((byte >> 3 & 7))$((byte & 7))"
        hex=$others
    done
}
node_file() { # left, right, file
    to_octal "$1"
    left=$octal
    to_octal "$2"
    # shellcheck disable=SC2059
    printf "\\001$left$octal" >"$3"
}
node() { # left, right: $hash
    node_file "$1" "$2" "$work/node"
    hash=$(sums <"$work/node")
    hash=${hash%% *}
}
leaf() { # a line: $hash
    printf '\000%s' "$1" >"$work/leaf"
    hash=$(sums <"$work/leaf")
    hash=${hash%% *}
}
hash_files() { # some files: appends their hashes to $hashes
    sums "$@" >"$work/sums" || fail "the digests cannot be computed"
    while read -r hash name; do hashes="$hashes $hash"; done <"$work/sums"
}
root_of() { # some hashes: the root over them, $hash
    while [ $# -gt 1 ]; do
        hashes=
        files=
        count_of_files=0
        while [ $# -gt 1 ]; do
            node_file "$1" "$2" "$work/n$count_of_files"
            files="$files $work/n$count_of_files"
            count_of_files=$((count_of_files + 1))
            shift 2
            # shellcheck disable=SC2086
            if [ $count_of_files -eq 200 ]; then hash_files $files; files=; count_of_files=0; fi
        done
        # shellcheck disable=SC2086
        [ -z "$files" ] || hash_files $files
        # shellcheck disable=SC2086
        set -- $hashes "$@"
    done
    hash=$1
}
# The tree of commits grows at its right edge: $subtree_sha256_K is the root of its complete subtree of 2^K leaves.
tree_append() { # leaf; $tree_size is the caller's to raise
    grown=$1
    bits=$tree_size
    k=0
    while [ $((bits & 1)) -eq 1 ]; do
        eval "node \"\$subtree_${digest}_$k\" \"\$grown\""
        grown=$hash
        bits=$((bits >> 1))
        k=$((k + 1))
    done
    eval "subtree_${digest}_$k=\$grown"
}
tree_root() { # $hash
    if [ "$tree_size" -eq 0 ]; then
        hash=$(sums </dev/null)
        hash=${hash%% *}
        return
    fi
    hash=
    bits=$tree_size
    k=0
    while [ "$bits" -gt 0 ]; do
        if [ $((bits & 1)) -eq 1 ]; then
            eval "next=\$subtree_${digest}_$k"
            # shellcheck disable=SC2154
            if [ -z "$hash" ]; then hash=$next; else node "$next" "$hash"; fi
        fi
        bits=$((bits >> 1))
        k=$((k + 1))
    done
}
check_inclusion() { # position, leaf, root, hashes of the path: RFC 9162, 2.1.3.2
    fn=$1
    sn=$((to - 1))
    hash=$2
    wanted=$3
    shift 3
    for sibling in "$@"; do
        is_hash "$sibling" || fail "$where has a malformed path"
        [ $sn -ne 0 ] || fail "the path of $where is too long"
        if [ $((fn & 1)) -eq 1 ] || [ "$fn" -eq $sn ]; then
            node "$sibling" "$hash"
            while [ $((fn & 1)) -eq 0 ] && [ "$fn" -ne 0 ]; do fn=$((fn >> 1)) sn=$((sn >> 1)); done
        else
            node "$hash" "$sibling"
        fi
        fn=$((fn >> 1)) sn=$((sn >> 1))
    done
    [ $sn -eq 0 ] && [ "$hash" = "$wanted" ] || fail "$where does not stand in the tree of the checkpoint"
}

# ---- signatures ----
key_of() { # the SubjectPublicKeyInfo of a key, base64: $value becomes its id; its file must be in keys/
    printf %s "$1" | openssl base64 -d -A >"$work/key" || fail "$where holds a malformed key"
    value=$(sha256sum <"$work/key")
    value=${value%% *}
    kept=$(sha256sum <"keys/$value.der") || fail "keys/$value.der is missing"
    [ "${kept%% *}" = "$value" ] || fail "keys/$value.der is another key than its name says"
}
key_is() { # algorithm: whether the key that key_of read last is one
    case $1:$(hex_of <"$work/key") in
        ed25519:302a300506032b6570032100*) ;;
        ecdsa-p256:3059301306072a8648ce3d020106082a8648ce3d030107034200*) ;;
        sm2:3059301306072a8648ce3d020106082a811ccf5501822d034200*) ;;
        *) return 1 ;;
    esac
}
hex_of() { # standard input as hexadecimal digits
    od -An -v -tx1 | tr -d ' \n'
}
check_signature() { # key id, algorithm, signature in base64, file with the signed bytes
    printf %s "$3" | openssl base64 -d -A >"$work/signature" || fail "a signature of $where is malformed"
    [ "$(wc -c <"$work/signature")" -eq 64 ] || fail "a signature of $where is malformed"
    how=
    if [ "$2" != ed25519 ]; then
        r=$(head -c 32 "$work/signature" | hex_of)
        s=$(tail -c 32 "$work/signature" | hex_of)
        # The signer's id of SM2 is not what openssl 3.0 would take by itself.
        how="-digest sm3 -pkeyopt distid:1234567812345678"
        if [ "$2" = ecdsa-p256 ]; then
            how="-digest sha256"
            # Of the two signatures that hold, the one with the smaller s only.
            expr "x$s" \<= x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8 >/dev/null ||
                fail "a signature of $where is not in its one form"
        fi
        printf 'asn1=SEQUENCE:s\n[s]\nr=INTEGER:0x%s\ns=INTEGER:0x%s\n' "$r" "$s" >"$work/form"
        openssl asn1parse -genconf "$work/form" -noout -out "$work/signature" || fail "openssl failed"
    fi
    # shellcheck disable=SC2086
    openssl pkeyutl -verify -pubin -keyform DER -inkey "keys/$1.der" -rawin $how -in "$4" \
        -sigfile "$work/signature" >/dev/null 2>&1 || fail "a signature of $where does not hold"
}
check_signers() { # their signatures
    for signer in $signers; do
        require_valid "$signer" "$position"
        eval "algorithm=\$algorithm_$signer"
        check_signature "$signer" "$algorithm" "$1" "$message"
        shift
    done
}
dsse() { # payload type, file: $message holds the bytes that a DSSE signature covers
    message=$work/message
    size=$(wc -c <"$2")
    { printf 'DSSEv1 %d %s %d ' ${#1} "$1" "$size" && cat "$2"; } >"$message"
}
require_valid() { # key id, position: the key was enrolled and not revoked
    eval "role=\${role_$1-} enrolled=\${enrolled_$1-} since=\${since_$1-}"
    [ -n "$role" ] || fail "$where is signed with a key that was never enrolled"
    [ "$2" -ge "$enrolled" ] || fail "$where is signed with a key before it was enrolled"
    [ -z "$since" ] || [ "$2" -lt "$since" ] || fail "$where is signed with a key that was revoked"
}

# ---- who may sign what: told by the entries themselves, in order ----
all_keys=
checkpoint_key=
checkpoint_key_sm2=
checkpoint_keys=
name_checkpoint_key() { # from $rest on; its algorithm, which must be that of a key of its own
    eat_text
    key_of "$value"
    key_is "$1" && ! one_of "$value" "$all_keys" || fail "$where names no $1 key of its own for checkpoints"
    checkpoint_keys="$checkpoint_keys $value"
}
name_checkpoint_keys() { # an entry
    rest=$1
    eat '{"data":{"checkpoint_key":"'
    name_checkpoint_key ed25519
    checkpoint_key=$value
    [ $suite = gm ] || return 0
    eat ',"checkpoint_key_sm2":"'
    name_checkpoint_key sm2
    checkpoint_key_sm2=$value
}
created() {
    name_checkpoint_keys "$1"
    eat ',"identifier":"'
    eat_text
    case $origin in "xinbu/$value/"*) ;; *) fail "the origin does not name the registry's organisation" ;; esac
    eat ',"kind":"'
    eat_text
    one_of "$value" "association bank regulator enterprise" || fail "the registry is of no known kind"
    eat ',"name":"'
    case $rest in *"\",\"suite\":\"$suite\"},\"effective\":\""*) ;; *) fail "the suite of the registry is not $suite" ;; esac
}
enrolled() {
    rest=$1
    eat '{"data":{"algorithm":"'
    eat_text
    algorithm=$value
    one_of "$algorithm" "$algorithms" || fail "$where enrols a key of no algorithm of the suite $suite"
    case $rest in
        ',"certificate":"'*)
            rest=${rest#',"certificate":"'}
            rest=${rest#*\"}
            ;;
    esac
    eat ',"name":"'
    eat_text
    new_name=$value
    eat ',"public_key":"'
    eat_text
    key_of "$value"
    new_key=$value
    key_is "$algorithm" || fail "$where enrols a key of another algorithm than it says"
    eat ',"role":"'
    eat_text
    new_role=$value
    one_of "$new_role" "admin clerk officer auditor" || fail "$where enrols somebody in an unknown role"
    eat '},"effective":"'
    eat_text
    eat ',"record":"operator/'
    eat_text
    [ "$value" = "$new_name" ] || fail "$where enrols somebody under the record of another"
    ! one_of "$new_key" "$all_keys $checkpoint_keys" || fail "$where enrols a key that has another use already"
    for key in $all_keys; do
        eval "other=\$name_$key gone=\$since_$key"
        [ "$other" != "$new_name" ] || [ -n "$gone" ] || fail "$where enrols $new_name, who has a valid key already"
    done
    one_of "$new_key" "$requires" || fail "the new key of $new_name did not sign its own enrolment"
    if [ "$position" -eq 0 ]; then
        [ "$new_role" = admin ] && [ "$author" = "$new_key" ] || fail "the first operator is no admin who signed"
    else
        [ "$author" != "$new_key" ] || fail "$new_name enrolled itself"
    fi
    all_keys="$all_keys $new_key"
    eval "name_$new_key=\$new_name role_$new_key=\$new_role algorithm_$new_key=\$algorithm"
    eval "enrolled_$new_key=\$position since_$new_key="
}
revoked() {
    rest=$1
    eat '{"data":{"key":"'
    eat_hash
    old_key=$value
    eat ',"name":"'
    eat_text
    eval "known=\${name_$old_key-} gone=\${since_$old_key-}"
    [ -n "$known" ] && [ "$known" = "$value" ] && [ -z "$gone" ] || fail "$where revokes no valid key"
    middle=${rest%'},"effective":"'*}
    gone=$((position + 1))
    case $middle in
        *'","since":'*)
            value=${middle##*'","since":'}
            is_number "$value" && [ "$value" -le "$gone" ] || fail "$where revokes from a malformed position on"
            gone=$value
            ;;
        '' | *\") ;;
        *) fail "$where is not of the form that it must have" ;;
    esac
    eval "since_$old_key=\$gone"
}

# ---- time stamps: RFC 3161 tokens over the text of a checkpoint ----
stamped() { # an entry of the range: notes what must be checked once the tree is known
    rest=$1
    eat '{"data":{"checkpoint_size":'
    eat_number
    stamp_size=$value
    case $rest in ',"token":"'*) ;; *) return 0 ;; esac
    eat ',"token":"'
    eat_text
    printf %s "$value" | openssl base64 -d -A >"$work/token" || fail "$where holds a malformed time stamp"
    eat ',"token_sha256":"'
    eat_hash
    hash=$(sha256sum <"$work/token")
    [ "${hash%% *}" = "$value" ] || fail "the time stamp in $where is another than its hash names"
    [ "$stamp_size" -ge 1 ] && [ "$stamp_size" -le "$position" ] ||
        fail "$where holds a time stamp over a checkpoint that was not there before it"
    [ "$stamp_size" -ge "$from" ] || return 0
    file=timestamps/$stamp_size-$value.tst
    one_of "$file" "$stamp_files" || fail "$file is missing"
    one_of "$file" "$stamps" || stamps="$stamps $file"
}
seconds_of() { # the words of a line "Time stamp: Mar  3 11:00:00.123 2026 GMT": $seconds since 1970
    [ $# -eq 7 ] && [ "$7" = GMT ] || fail "$where states a malformed time"
    month=0
    for name in Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec; do
        month=$((month + 1))
        [ "$name" != "$3" ] || break
    done
    time=${5%%.*}
    hour=${time%%:*}
    second=${time##*:}
    minute=${time#*:}
    minute=${minute%%:*}
    year=$6
    # Years begin in March, so that the day that some have more is their last.
    if [ $month -le 2 ]; then year=$((year - 1)) month=$((month + 12)); fi
    days=$((365 * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + ${4#0} - 719469))
    seconds=$((((days * 24 + ${hour#0}) * 60 + ${minute#0}) * 60 + ${second#0}))
}
check_stamp() { # file
    where=$1
    stamp_size=${1#timestamps/}
    stamp_size=${stamp_size%%-*}
    eval "stamp_root=\${root_at_$stamp_size-}"
    [ -n "$stamp_root" ] || fail "$where is over a tree outside of the range"
    to_octal "$stamp_root"
    # shellcheck disable=SC2059
    printf '%s\n%s\n%s\n' "$origin" "$stamp_size" "$(printf "$octal" | openssl base64 -A)" >"$work/text"
    openssl ts -reply -token_in -in "$1" -text >"$work/stamp" 2>/dev/null || fail "$where is no time stamp"
    when=
    while IFS= read -r line; do
        case $line in 'Time stamp: '*) when=$line ;; esac
    done <"$work/stamp"
    # shellcheck disable=SC2086
    seconds_of $when
    # Its own certificates first: the signature holds, by whomever.
    openssl pkcs7 -inform DER -in "$1" -print_certs -out "$work/certificates" 2>/dev/null ||
        fail "$where holds no certificate"
    ends_at "$work/certificates" "$1" || fail "$where does not hold"
    by='by an authority that you have not named'
    [ -z "$authorities" ] || ! ends_at "$authorities" "$1" || by='by an authority that you named'
    said="$said
time stamp: the first $stamp_size commits were there at${when#Time stamp:}, $by"
}
ends_at() { # certificates, file: whether the chain did end there at the time that the token states
    openssl ts -verify -token_in -in "$2" -data "$work/text" -CAfile "$1" -partial_chain -attime "$seconds" \
        -auth_level 2 -verify_depth 5 >/dev/null 2>&1
}

hash_entries() { # those in $files, behind the hashes in $level
    # shellcheck disable=SC2086
    if [ -n "$files" ]; then
        hashes=$level
        hash_files $files
        level=$hashes
        if [ $suite = gm ]; then
            digest=sm3
            hashes=$level_sm3
            hash_files $files
            level_sm3=$hashes
            digest=sha256
        fi
    fi
    files=
    count_of_files=0
}
# One commit: its line, and its entries from file descriptor 4.
commit() {
    where="commit $position"
    rest=$1
    leaf "$1"
    commit_leaf=$hash
    if [ $suite = gm ]; then
        digest=sm3
        leaf "$1"
        commit_leaf_sm3=$hash
        digest=sha256
    fi
    eat '{"payload":"'
    eat_text
    payload=$(printf %s "$value" | openssl base64 -d -A) || fail "the payload of $where is malformed"
    eat ',"payloadType":"application/vnd.xinbu.commit.v1+json","signatures":['
    signers=
    signatures=
    while :; do
        eat '{"keyid":"'
        eat_hash
        signers="$signers $value"
        eat ',"sig":"'
        eat_text
        signatures="$signatures $value"
        eat '}'
        case $rest in ,*) eat , ;; *) break ;; esac
    done
    eat ']}'
    [ -z "$rest" ] || fail "there is something behind $where"

    rest=$payload
    eat '{'
    case $rest in '"anchors":['*) rest=${rest#*']',} ;; esac
    eat '"author":"'
    eat_hash
    author=$value
    eat ',"entries":{"count":'
    eat_number
    count=$value
    eat ',"root":"'
    eat_hash
    entry_root=$value
    if [ $suite = gm ]; then
        eat ',"root_sm3":"'
        eat_hash
        entry_root_sm3=$value
    fi
    eat '},"message":"'
    # Within a text quotation marks are escaped, so this cannot stand inside the message.
    rest=${rest##*'","origin":"'}
    eat_text
    [ "$value" = "$origin" ] || fail "$where belongs to another registry"
    eat ',"parent":{"root":"'
    eat_hash
    parent_root=$value
    if [ $suite = gm ]; then
        eat ',"root_sm3":"'
        eat_hash
        parent_root_sm3=$value
    fi
    eat ',"size":'
    eat_number
    [ "$value" = "$position" ] || fail "$where names another position than it stands at"
    eat '},"requires":["'
    requires=
    while :; do
        eat_hash
        requires="$requires $value"
        case $rest in ',"'*) eat ',"' ;; *) break ;; esac
    done
    eat '],"time":"'
    eat_text
    eat ',"v":1}'
    [ -z "$rest" ] || fail "there is something behind the payload of $where"
    [ "$signers" = "$requires" ] || fail "the signatures of $where are not those of the keys it requires"
    one_of "$author" "$requires" || fail "the author of $where is not among the keys it requires"

    # Its entries: shown ones are hashed, withheld ones stand there as their hash.
    level=
    level_sm3=
    files=
    count_of_files=0
    core=0
    only_audits=yes
    only_common=yes
    number=0
    while [ "$number" -lt "$count" ]; do
        IFS= read -r entry <&4 || fail "an entry of $where is missing"
        number=$((number + 1))
        case $entry in
            '{'*'","v":1}')
                shown=$((shown + 1))
                printf '\000%s' "$entry" >"$work/e$count_of_files"
                files="$files $work/e$count_of_files"
                count_of_files=$((count_of_files + 1))
                type=${entry%'","v":1}'}
                type=${type##*'"type":"'}
                case $type in
                    core.audit.recorded) only_common= ;;
                    core.correction.made | core.calendar.set) only_audits= ;;
                    core.policy.set | core.proposal.*)
                        fail "$where holds rules or decisions of four eyes, which this script does not judge; the program does"
                        ;;
                    core.*)
                        only_audits='' only_common=''
                        core=$((core + 1))
                        printf %s "$entry" >"$work/core$core"
                        printf %s "$type" >"$work/type$core"
                        [ "$type" != core.timestamp.received ] || [ -z "$in_range" ] || stamped "$entry"
                        ;;
                    *) only_audits= ;;
                esac
                ;;
            *)
                hash_entries
                if [ $suite = gm ]; then
                    second=${entry#"$(printf %.64s "$entry")"}
                    is_hash "$second" || fail "an entry of $where is malformed"
                    level_sm3="$level_sm3 $second"
                    entry=${entry%"$second"}
                fi
                is_hash "$entry" || fail "an entry of $where is malformed"
                level="$level $entry"
                ;;
        esac
        if [ $count_of_files -eq 200 ] || [ "$number" -eq "$count" ]; then hash_entries; fi
    done
    all_entries=$((all_entries + count))
    # shellcheck disable=SC2086
    root_of $level
    [ "$hash" = "$entry_root" ] || fail "the entries of $where are not those that were signed"
    if [ $suite = gm ]; then
        digest=sm3
        # shellcheck disable=SC2086
        root_of $level_sm3
        [ "$hash" = "$entry_root_sm3" ] || fail "the entries of $where are not those that were signed (SM3)"
        digest=sha256
    fi

    if [ "$position" -eq 0 ]; then
        [ "$commit_leaf" = "$fingerprint" ] || fail "the registry's fingerprint is $commit_leaf"
        [ "$count" -eq 2 ] && [ $core -eq 2 ] && [ "$(cat "$work/type1")" = core.registry.created ] &&
            [ "$(cat "$work/type2")" = core.operator.enrolled ] || fail "the first commit is not that of a registry"
        created "$(cat "$work/core1")"
    fi
    # What a commit enrols counts for its own signatures: a new key proves that it is possessed.
    number=1
    while [ $number -le $core ]; do
        [ "$(cat "$work/type$number")" != core.operator.enrolled ] || enrolled "$(cat "$work/core$number")"
        number=$((number + 1))
    done
    printf %s "$payload" >"$work/payload"
    dsse application/vnd.xinbu.commit.v1+json "$work/payload"
    # shellcheck disable=SC2086
    check_signers $signatures
    eval "role=\$role_$author"
    case $role in
        admin) ;;
        auditor) [ -n "$only_audits" ] || fail "$where holds entries that an auditor may not sign" ;;
        *) [ -n "$only_common" ] || fail "$where holds entries that only an admin may sign" ;;
    esac
    number=1
    while [ $number -le $core ]; do
        case $(cat "$work/type$number") in
            core.registry.created) [ "$position" -eq 0 ] || fail "$where creates the registry again" ;;
            core.checkpoint_key.rotated) name_checkpoint_keys "$(cat "$work/core$number")" ;;
            core.operator.revoked) revoked "$(cat "$work/core$number")" ;;
        esac
        number=$((number + 1))
    done
}

# ---- the manifest, and every file that it names ----
where=MANIFEST.json
rest=$(cat MANIFEST.json)
eat '{"checkpoint":{"root":"'
eat_hash
root=$value
eat ',"size":'
eat_number
to=$value
eat '},"entries":{"count":'
eat_number
said_entries=$value
eat ',"shown":'
eat_number
said_shown=$value
eat '},"exporter":"'
eat_hash
exporter=$value
eat ',"files":{'
commits=
entries=
second_note=
stamp_files=
stamp_sizes=
: >"$work/files"
while :; do
    eat '"'
    eat_text
    file=$value
    case /$file in *[!A-Za-z0-9._/-]* | */.* | *//*) fail "the manifest names a file that no bundle has" ;; esac
    eat ':{"bytes":'
    eat_number
    [ -f "$file" ] && [ ! -L "$file" ] || fail "$file is missing"
    [ "$(wc -c <"$file")" -eq "$value" ] || fail "$file has another size than the manifest says"
    eat ',"sha256":"'
    eat_hash
    printf '%s  %s\n' "$value" "$file" >>"$work/files"
    case $file in
        commits/*) commits="$commits $file" ;;
        entries/*) entries="$entries $file" ;;
        checkpoint-sm3.note) second_note=yes ;;
        timestamps/*)
            stamp_files="$stamp_files $file"
            size=${file#timestamps/}
            is_number "${size%%-*}" || fail "the manifest names a file that no bundle has"
            stamp_sizes="$stamp_sizes ${size%%-*}"
            ;;
    esac
    eat '}'
    case $rest in ,*) eat , ;; *) break ;; esac
done
eat '},"from":'
eat_number
from=$value
eat ',"origin":"'
eat_text
origin=$value
eat ',"recipient":"'
case $rest in *"\",\"to\":$to,\"v\":1}") recipient=${rest%%\"*} ;; *) fail "the end of the manifest is malformed" ;; esac
[ "$from" -lt "$to" ] || fail "the range of the manifest is none"
sha256sum -c "$work/files" >/dev/null 2>&1 || fail "a file is not what the manifest says (sha256sum -c tells which)"

# ---- the suite: a registry of gm has a second tree, over SM3, and a second note about it ----
suite=intl
algorithms="ed25519 ecdsa-p256"
note_root() { # file: the root that it states, $value
    { IFS= read -r line && IFS= read -r line && IFS= read -r line; } <"$1" || fail "$1 is malformed"
    value=$(printf %s "$line" | openssl base64 -d -A | hex_of)
    is_hash "$value" || fail "$1 is malformed"
}
if [ -n "$second_note" ]; then
    suite=gm
    algorithms=sm2
    note_root checkpoint-sm3.note
    root_sm3=$value
fi

# ---- the commits ----
read_subtrees() { # file: the tree before the range, from its complete subtrees, the largest first
    exec 5<"$1"
    k=50
    while [ $k -ge 0 ]; do
        if [ $((from >> k & 1)) -eq 1 ]; then
            IFS= read -r line <&5 && is_hash "$line" || fail "$1 is malformed"
            eval "subtree_${digest}_$k=\$line"
        fi
        k=$((k - 1))
    done
    ! IFS= read -r line <&5 || fail "$1 is malformed"
    exec 5<&-
}
shown=0
all_entries=0
tree_size=0
stamps=
in_range=
if [ "$from" -gt 0 ]; then
    # Who may sign was partly said before the range: those commits are shown with their place in the tree.
    exec 3<authority/commits.ndjson 4<authority/entries.ndjson 5<authority/paths.txt
    [ $suite = intl ] || exec 6<authority/paths-sm3.txt
    before=-1
    while IFS= read -r line <&5; do
        # shellcheck disable=SC2086
        set -- $line
        is_number "${1-}" && [ "$1" -gt $before ] && [ "$1" -lt "$from" ] || fail "authority/paths.txt is malformed"
        [ $before -ge 0 ] || [ "$1" -eq 0 ] || fail "the first commit is missing"
        position=$1
        before=$1
        shift
        IFS= read -r line <&3 || fail "authority/commits.ndjson ends too soon"
        commit "$line"
        check_inclusion "$position" "$commit_leaf" "$root" "$@"
        [ $suite = gm ] || continue
        IFS= read -r line <&6 || fail "authority/paths-sm3.txt ends too soon"
        # shellcheck disable=SC2086
        set -- $line
        [ "${1-}" = "$position" ] || fail "authority/paths-sm3.txt is malformed"
        shift
        digest=sm3
        check_inclusion "$position" "$commit_leaf_sm3" "$root_sm3" "$@"
        digest=sha256
    done
    [ $before -ge 0 ] || fail "the first commit is missing"
    ! IFS= read -r line <&3 && ! IFS= read -r line <&4 || fail "there are lines behind the last commit of authority"
    exec 3<&- 4<&- 5<&-
    read_subtrees subtrees.txt
    if [ $suite = gm ]; then
        digest=sm3
        read_subtrees subtrees-sm3.txt
        digest=sha256
    fi
    tree_size=$from
    shown=0
    all_entries=0
fi
# shellcheck disable=SC2086
cat $commits >"$work/commits"
# shellcheck disable=SC2086
cat $entries >"$work/entries"
exec 3<"$work/commits" 4<"$work/entries"
position=$from
in_range=yes
while [ "$position" -lt "$to" ]; do
    IFS= read -r line <&3 || fail "commit $position is missing"
    commit "$line"
    tree_root
    [ "$hash" = "$parent_root" ] || fail "$where was not signed on top of the commits before it"
    ! one_of "$position" "$stamp_sizes" || eval "root_at_$position=\$hash"
    tree_append "$commit_leaf"
    if [ $suite = gm ]; then
        digest=sm3
        tree_root
        [ "$hash" = "$parent_root_sm3" ] || fail "$where was not signed on top of the commits before it (SM3)"
        tree_append "$commit_leaf_sm3"
        digest=sha256
    fi
    tree_size=$((tree_size + 1))
    position=$((position + 1))
done
where=bundle
! IFS= read -r line <&3 && ! IFS= read -r line <&4 || fail "there are lines that belong to no commit"
tree_root
[ "$hash" = "$root" ] || fail "the commits do not make the tree of the checkpoint"
if [ $suite = gm ]; then
    digest=sm3
    tree_root
    [ "$hash" = "$root_sm3" ] || fail "the commits do not make the tree of the second note, over SM3"
    digest=sha256
fi
for file in $stamp_files; do
    one_of "$file" "$stamps" || fail "no entry names $file"
done
said=
for file in $stamps; do check_stamp "$file"; done
[ $all_entries -eq "$said_entries" ] && [ $shown -eq "$said_shown" ] || fail "the manifest states another number of entries"

# ---- the checkpoint: a C2SP signed note, in the suite gm two of them ----
signed_by() { # key id, algorithm, what its key id in notes is the hash of: all lines by that key hold, and there is one
    found=
    key_id=$(sha256sum <"$3")
    exec 3<"$where"
    while IFS= read -r line <&3; do
        case $line in "— $name "*) ;; *) continue ;; esac
        printf %s "${line##* }" | openssl base64 -d -A >"$work/blob"
        [ "$(head -c 4 "$work/blob" | hex_of)" = "${key_id%"${key_id#????????}"}" ] || continue
        tail -c +5 "$work/blob" >"$work/part"
        check_signature "$1" "$2" "$(openssl base64 -A <"$work/part")" "$work/text"
        found=yes
    done
    [ -n "$found" ] || fail "the registry's checkpoint key ($2) did not sign $where"
}
check_note() { # file, its origin, its root
    where=$1
    name=$2
    to_octal "$3"
    # shellcheck disable=SC2059
    root64=$(printf "$octal" | openssl base64 -A)
    printf '%s\n%s\n%s\n' "$name" "$to" "$root64" >"$work/text"
    exec 3<"$where"
    for expected in "$name" "$to" "$root64" ''; do
        IFS= read -r line <&3 && [ "$line" = "$expected" ] || fail "$where states another tree"
    done
    { printf '%s\n\001' "$name" && tail -c 32 "keys/$checkpoint_key.der"; } >"$work/typed"
    signed_by "$checkpoint_key" ed25519 "$work/typed"
    [ $suite = gm ] || return 0
    { printf '%s\n\377SM2-SM3-GMT0009' "$name" && tail -c 65 "keys/$checkpoint_key_sm2.der"; } >"$work/typed"
    signed_by "$checkpoint_key_sm2" sm2 "$work/typed"
}
check_note checkpoint.note "$origin" "$root"
[ $suite = intl ] || check_note checkpoint-sm3.note "$origin/sm3" "$root_sm3"

# ---- who handed it over ----
where=MANIFEST.dsse
rest=$(cat MANIFEST.dsse)
eat '{"payload":"'
eat_text
[ "$value" = "$(openssl base64 -A <MANIFEST.json)" ] || fail "MANIFEST.dsse holds another manifest"
eat ',"payloadType":"application/vnd.xinbu.bundle.v1+json","signatures":[{"keyid":"'
eat_hash
[ "$value" = "$exporter" ] || fail "MANIFEST.dsse is signed by another key"
eat ',"sig":"'
eat_text
signature=$value
eat '}]}'
[ -z "$rest" ] || fail "there is something behind MANIFEST.dsse"
require_valid "$exporter" "$to"
dsse application/vnd.xinbu.bundle.v1+json MANIFEST.json
eval "algorithm=\$algorithm_$exporter name=\$name_$exporter"
check_signature "$exporter" "$algorithm" "$signature" "$message"

printf 'VALID: %s\n' "$origin"
printf 'commits %s to %s, complete; %s entries, %s of them shown, the others as hashes\n' \
    "$from" "$((to - 1))" "$all_entries" "$shown"
printf 'handed over by %s%s%s\n' "$name" "${recipient:+ to $recipient}" "$said"
