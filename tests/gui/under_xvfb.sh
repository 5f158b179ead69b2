#!/bin/sh
# tests/gui/under_xvfb.sh PROGRAM [ARGUMENTS]: runs a program on a private desktop with a window manager (without one, GTK
# loses the keyboard after a modal dialog), its own home, and fixed language, theme and time zone.
# Exit code 77, which ctest counts as skipped, where Xvfb or openbox is not installed.
set -eu
for program in Xvfb xvfb-run openbox; do
    command -v "$program" >/dev/null 2>&1 || { echo "skipped: $program is not installed (installer/deps installs it)"; exit 77; }
done
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME="$home" TMPDIR="$home" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" XDG_STATE_HOME="$home/state"
export XDG_CACHE_HOME="$home/cache" XDG_RUNTIME_DIR="$home/run" NO_AT_BRIDGE=1 GDK_BACKEND=x11 LC_ALL=C.UTF-8 TZ=UTC
export GTK_THEME="${GUI_TEST_THEME:-Adwaita}" GDK_SCALE="${GUI_TEST_SCALE:-1}"
unset DBUS_SESSION_BUS_ADDRESS XINBU_REGISTRY XINBU_OPERATOR XINBU_PASSPHRASE_FILE
mkdir -m 700 "$XDG_RUNTIME_DIR"
xvfb-run -a -s "-screen 0 ${GUI_TEST_SCREEN:-1400x900x24}" \
    sh -c 'openbox >/dev/null 2>&1 & manager=$!; code=0; "$@" || code=$?; kill "$manager" 2>/dev/null || true; exit $code' sh "$@"
