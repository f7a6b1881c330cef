#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a command beside a private pcscd with a virtual reader and the project's virtual PIV card.
#
#   with-card.sh [options] COMMAND [ARGUMENT…]
#
#   --key rsa|ec   kind of the signing key (default rsa: RSA-2048; ec: P-256)
#   --absent       start with the reader empty
#   --pin-pad      the reader has keys of its own
#   --no-reader    pcscd without any reader
#   --no-service   no pcscd at all
#   --state DIR    keep keys and certificates in DIR, so that the same person signs next time
#                  (the practice card); without it everything lives in a temporary folder
#   --practice     the practice card, for trying the desk out: kept in the user's data folder
#                  (ghiseu/practice-card), its PIN told on standard error
#
# COMMAND finds in its environment
#   PCSCLITE_CSOCK_NAME   where programs find this pcscd
#   GHISEU_CARD_DIR       the card's folder: issuer.pem (who issued the certificates: trust it to
#                         check signatures) and certificate.pem (the signer's)
#   GHISEU_CARD_CONTROL   the socket on which faults are staged
#   GHISEU_CARD_TELL      the program that does so:  $GHISEU_CARD_TELL --tell $GHISEU_CARD_CONTROL help
#   GHISEU_CARD_PIN       the right PIN, 123456 (three tries)
#   GHISEU_PCSCD_RESTART  a file: writing "stop", "kill" or "start" to it and waiting until it is
#                         gone ends or starts this pcscd (the socket's path changes never)
#
# The programs are looked for in $GHISEU_CARD_BUILD, else in build/tests/card beside the sources.
# The practice card, beside the desk:
#   with-card.sh --practice build/src/desk/ghiseu
#
# Nothing outside the temporary folder is touched, so any number may run at the same time, as root
# or as an ordinary user. When COMMAND ends, the card and pcscd end; the exit status is COMMAND's.

set -u

here=$(cd "$(dirname "$0")" && pwd)
build=${GHISEU_CARD_BUILD:-$(cd "$here/../.." && pwd)/build/tests/card}
card_options=()
state= service=1 reader=1 pcscd_pid= card_pid= keeper_pid= command_pid= work= practice=0

die() { echo "with-card.sh: $*" >&2; exit 99; }

while [ $# -gt 0 ]; do
  case $1 in
    --key) [ $# -ge 2 ] || die "--key needs rsa or ec"; card_options+=(--key "$2"); shift 2 ;;
    --state) [ $# -ge 2 ] || die "--state needs a folder"; state=$2; shift 2 ;;
    --practice) state=${XDG_DATA_HOME:-${HOME:?}/.local/share}/ghiseu/practice-card practice=1; shift ;;
    --absent) card_options+=(--absent); shift ;;
    --pin-pad) card_options+=(--pin-pad); shift ;;
    --no-reader) reader=0; shift ;;
    --no-service) service=0; shift ;;
    --) shift; break ;;
    -*) die "unknown option $1" ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || die "no command given (see the comment at the top of this file)"
[ -x "$build/ghiseu-virtual-card" ] || die "$build/ghiseu-virtual-card is not built"

pcscd=$(PATH=$PATH:/usr/sbin:/sbin command -v pcscd) || die "pcscd is missing: install the package pcscd"

# Ends exactly what was started here, by pid, and waits for it.
cleanup() {
  trap - EXIT INT TERM HUP
  for pid in $command_pid $keeper_pid $card_pid; do kill "$pid" 2>/dev/null; done
  [ -n "$work" ] && [ -s "$work/pcscd.pid" ] && kill "$(cat "$work/pcscd.pid")" 2>/dev/null
  wait 2>/dev/null
  [ -n "$work" ] && rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Socket paths are short by law (108 bytes), so the folder does not follow a long TMPDIR.
work=$(mktemp -d "${XDG_RUNTIME_DIR:-/tmp}/ghiseu-card.XXXXXX" 2>/dev/null || mktemp -d /tmp/ghiseu-card.XXXXXX) \
  || die "cannot make a temporary folder"
mkdir "$work/conf" "$work/run"
dir=${state:-$work/card}

"$build/ghiseu-virtual-card" --parent $$ --dir "$work" --state "$dir" "${card_options[@]}" &
card_pid=$!
if [ $reader = 1 ]; then
  printf 'FRIENDLYNAME "Ghiseu Virtual Reader"\nDEVICENAME %s\nLIBPATH %s\nCHANNELID 0\n' \
    "$work/reader.sock" "$build/libghiseu-ifd.so" > "$work/conf/ghiseu"
fi

wait_for() { # PATH PID: until the socket is there, or its maker is gone
  local i
  for ((i = 0; i < 1000; i++)); do
    [ -S "$1" ] && return 0
    kill -0 "$2" 2>/dev/null || return 1
    sleep 0.01
  done
  return 1
}

wait_for "$work/reader.sock" $card_pid || die "the virtual card did not start"

polkit=
"$pcscd" --help 2>&1 | grep -q disable-polkit && polkit=--disable-polkit

# pcscd has its socket at a fixed place. In a mount namespace of its own that place is a folder of
# ours: nothing of the machine is in the way, and nothing of the machine is changed.
if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
  space=(unshare -m)
elif unshare -Urm true 2>/dev/null; then
  space=(unshare -Urm)
else
  space=()
fi

start_pcscd() {
  local path
  rm -f "$work/run/pcscd.comm" "$work/run/pcscd.pid"
  if [ ${#space[@]} -gt 0 ]; then
    "${space[@]}" sh -c '
      mount -t tmpfs tmpfs /run && mkdir /run/pcscd && mount --bind "$1/run" /run/pcscd || exit 1
      echo $$ > "$1/pcscd.pid"
      exec "$2" -f -c "$1/conf" $3' sh "$work" "$pcscd" "$polkit" >> "$work/pcscd.log" 2>&1 &
  else
    LD_PRELOAD=$build/libghiseu-pcscd-place.so GHISEU_PCSCD_PLACE=$work/run \
      "$pcscd" -f -c "$work/conf" $polkit >> "$work/pcscd.log" 2>&1 &
    echo $! > "$work/pcscd.pid"
  fi
  pcscd_pid=$!
  wait_for "$work/run/pcscd.comm" $pcscd_pid
}

# Restarts on demand, for the tests of a service that dies.
keeper() {
  local word
  trap 'exit 0' TERM
  while :; do
    # Should the script itself be killed, nothing of it stays.
    if ! kill -0 $$ 2>/dev/null; then
      kill $card_pid "$(cat "$work/pcscd.pid")" 2>/dev/null
      rm -rf "$work"
      exit 0
    fi
    if [ -s "$work/restart" ]; then
      word=$(cat "$work/restart")
      case $word in
        stop) { kill "$(cat "$work/pcscd.pid")"; wait; } 2>/dev/null ;;
        kill) { kill -9 "$(cat "$work/pcscd.pid")"; wait; } 2>/dev/null ;;
        start) start_pcscd ;;
      esac
      rm -f "$work/restart"
    fi
    sleep 0.05
  done
}

export PCSCLITE_CSOCK_NAME=$work/run/pcscd.comm
export GHISEU_CARD_DIR=$dir GHISEU_CARD_CONTROL=$work/control.sock
export GHISEU_CARD_TELL=$build/ghiseu-virtual-card GHISEU_CARD_PIN=123456
export GHISEU_PCSCD_RESTART=$work/restart

# The keeper is the parent of pcscd, so that it can wait for its end.
(
  trap - EXIT INT TERM HUP
  [ $service = 0 ] || start_pcscd || { cat "$work/pcscd.log" >&2; exit 1; }
  : > "$work/ready"
  keeper
) &
keeper_pid=$!
for ((i = 0; i < 3000; i++)); do
  [ -e "$work/ready" ] && break
  kill -0 $keeper_pid 2>/dev/null || die "pcscd did not start"
  sleep 0.01
done
[ -e "$work/ready" ] || die "pcscd did not start in time"

if [ $practice = 1 ]; then
  echo "Practice card in the reader “Ghiseu Virtual Reader”: PIN $GHISEU_CARD_PIN, three tries." >&2
  echo "Its signatures are trusted by who trusts $dir/issuer.pem." >&2
  echo "To pull it out: $GHISEU_CARD_TELL --tell $GHISEU_CARD_CONTROL remove   (then: insert; help lists more)" >&2
fi

# In the background, because bash looks at signals only between commands; with the standard input that
# background commands would lose.
"$@" <&0 &
command_pid=$!
wait $command_pid
status=$?
command_pid=
exit $status
