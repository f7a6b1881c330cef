#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-display.sh [--wm] [--size WxH] [--dpi N] COMMAND [ARGUMENT…]
#
# Runs COMMAND on a virtual screen of its own, with its own session bus, home, runtime directory
# and GTK settings, so that nothing of the machine's session is seen or touched and pictures are
# the same on every run. --wm adds a window manager (mutter, else openbox), which dialogs need to
# get the focus. Ends only what it started; the exit status is COMMAND's.
set -u
wm=; size=1280x800; dpi=96
while [ $# -gt 0 ]; do
  case $1 in
    --wm) wm=1; shift ;;
    --size) size=$2; shift 2 ;;
    --dpi) dpi=$2; shift 2 ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || { echo "with-display.sh: no command given" >&2; exit 2; }
for tool in Xvfb dbus-run-session; do
  command -v $tool >/dev/null || { echo "with-display.sh: $tool is not installed" >&2; exit 2; }
done

base=$(mktemp -d "${TMPDIR:-/tmp}/gu-display.XXXXXX") || exit 2
mkdir -m 700 "$base/run" "$base/home"
mkdir -p "$base/config/gtk-4.0" "$base/data" "$base/cache" "$base/state"
cat > "$base/config/gtk-4.0/settings.ini" <<INI
[Settings]
gtk-font-name=Cantarell 11
gtk-icon-theme-name=Adwaita
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-xft-rgba=none
gtk-xft-dpi=$((dpi * 1024))
gtk-enable-animations=0
gtk-cursor-blink=0
INI

export XDG_RUNTIME_DIR=$base/run XDG_CONFIG_HOME=$base/config XDG_DATA_HOME=$base/data \
  XDG_CACHE_HOME=$base/cache XDG_STATE_HOME=$base/state HOME=$base/home
export GDK_BACKEND=x11 GSK_RENDERER=cairo GDK_DEBUG=gl-disable GSETTINGS_BACKEND=memory \
  ADW_DISABLE_PORTAL=1 GTK_THEME= TZ=Europe/Bucharest NO_AT_BRIDGE=
unset WAYLAND_DISPLAY GTK_THEME NO_AT_BRIDGE DBUS_SESSION_BUS_ADDRESS

xpid= wmpid=
clean_up() {
  [ -n "$wmpid" ] && kill "$wmpid" 2>/dev/null && wait "$wmpid" 2>/dev/null
  [ -n "$xpid" ] && kill "$xpid" 2>/dev/null && wait "$xpid" 2>/dev/null
  rm -rf "$base"
}
trap clean_up EXIT
trap 'exit 143' TERM INT

mkfifo "$base/display"
Xvfb -displayfd 6 -screen 0 "${size}x24" -nolisten tcp -noreset 6>"$base/display" >"$base/xvfb.log" 2>&1 &
xpid=$!
number=
read -r -t 20 number < "$base/display"
[ -n "$number" ] || { echo "with-display.sh: the virtual screen did not start:" >&2; cat "$base/xvfb.log" >&2; exit 2; }
export DISPLAY=:$number
# A Romanian keyboard: typed diacritics are keys of it, not remapped ones, which get lost under load.
setxkbmap -layout ro -variant winkeys 2>/dev/null || setxkbmap ro 2>/dev/null || :

# The window manager lives inside the private bus, and before the command.
if [ -n "$wm" ]; then
  cat > "$base/inner" <<'INNER'
#!/bin/bash
if command -v mutter >/dev/null; then mutter --x11 >"$XDG_CACHE_HOME/wm.log" 2>&1 & else openbox >"$XDG_CACHE_HOME/wm.log" 2>&1 & fi
wm=$!
for _ in $(seq 200); do
  xdotool get_num_desktops >/dev/null 2>&1 && break
  kill -0 $wm 2>/dev/null || break

  sleep 0.05
done
"$@"
status=$?
kill $wm 2>/dev/null; wait $wm 2>/dev/null
exit $status
INNER
  chmod +x "$base/inner"
  set -- "$base/inner" "$@"
fi
# What the bus says of itself stays out of the command's own messages.
dbus-run-session -- sh -c 'exec "$@" 2>&3 3>&-' sh "$@" 3>&2 2>"$base/bus.log"
