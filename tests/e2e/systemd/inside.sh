#!/bin/bash
# Runs inside the booted system: the service as a person would meet it. Every line that must hold says what it is.
set -u
failed=0
holds() { local what=$1; shift; if "$@"; then echo "ok      $what"; else echo "FAILED  $what"; failed=1; fi; }
within() { local seconds=$1; shift; for ((i = 0; i < seconds * 10; i++)); do "$@" && return 0; sleep 0.1; done; return 1; }
answers() { mediumsyncctl version >/dev/null 2>&1; }
property() { systemctl show mediumsync.service -p "$1" --value; }

ip link set lo up 2>/dev/null
systemd-sysusers
install -d -o mediumsync -g mediumsync /srv/posts
mkfifo /run/sandbox.out
mediumsync-sandbox >/run/sandbox.out 2>/run/sandbox.log &
read -r -t 20 where </run/sandbox.out
base=$(sed -n 's/.*"base": *"\([^"]*\)".*/\1/p' <<<"$where")
(umask 077; echo sandbox-token-jane >/etc/mediumsync/medium-token)
cat >/etc/mediumsync/mediumsync.toml <<TOML
[schedule]
timezone = "UTC"
windows = ["daily 00:00-24:00"]
min_gap = "0s"
max_per_day = 10
[[account]]
name = "jane"
token = "credential:medium-token"
api = "$base/v1"
site = "$base"
[[folder]]
name = "posts"
path = "/srv/posts"
account = "jane"
settle = "200ms"
TOML
mkdir -p /etc/systemd/system/mediumsync.service.d
printf '[Service]\nLoadCredential=medium-token:/etc/mediumsync/medium-token\nWatchdogSec=3s\nRestartSec=500ms\n' \
  >/etc/systemd/system/mediumsync.service.d/test.conf
systemctl daemon-reload

holds 'the units are clean' systemd-analyze verify --man=no /lib/systemd/system/mediumsync.service /lib/systemd/system/mediumsync.socket
systemctl start mediumsync.socket
holds 'the socket is there before the service' test -S /run/mediumsync/control.sock
holds 'asking starts the service' within 10 answers
holds 'the service said READY' test "$(property ActiveState)" = active
holds 'it runs as its own user' test "$(ps -o user= -p "$(property MainPID)")" = mediumsync
holds 'it tells its status' grep -q queued <<<"$(property StatusText)"
verified() { mediumsyncctl accounts --json 2>/dev/null | grep -q '"username":"jane"'; }
holds 'the account is verified with the credential' within 10 verified

echo '# A post
Some words.' >/srv/posts/a.md
published() { mediumsyncctl list --json 2>/dev/null | grep -q '"state":"published"'; }
holds 'a dropped file is published' within 15 published
holds 'the threads that read posts step back behind the loop' grep -qw 10 <<<"$(ps -L -o ni= -p "$(property MainPID)")"

if [ -x /usr/bin/vips ]; then
  mkdir /srv/posts/pictures
  cp /opt/black.webp /opt/drawing.svg /srv/posts/pictures/
  printf '# Two pictures\n\n![black](black.webp)\n\n![drawing](drawing.svg)\n' >/srv/posts/pictures/index.md
  both() { [ "$(mediumsyncctl list --json | grep -o '"state":"published"' | wc -l)" = 2 ]; }
  holds 'a post with pictures to convert is published' within 30 both
  trouble=$(mediumsyncctl show 2 --json | grep -o "\"message\":\"[^\"]*can't be converted[^\"]*")
  holds "they were converted within the unit's sandbox $trouble" test -z "$trouble"
fi

[ $failed = 0 ] || { journalctl -u mediumsync --no-pager | tail -40; exit 1; }
pid=$(property MainPID)
sed -i 's/max_per_day = 10/max_per_day = 11/' /etc/mediumsync/mediumsync.toml
holds 'reload works' systemctl reload mediumsync
holds 'and keeps the process' test "$(property MainPID)" = "$pid"
echo 'nonsense = ' >>/etc/mediumsync/mediumsync.toml
holds 'a broken configuration is refused by reload' test "$(mediumsyncctl reload >/dev/null 2>&1; echo $?)" = 1
holds 'and the daemon goes on' mediumsyncctl status --json
sed -i '/nonsense/d' /etc/mediumsync/mediumsync.toml

kill -STOP "$pid"
restarted() { [ "$(property NRestarts)" -ge 1 ] && [ "$(property ActiveState)" = active ] && [ "$(property MainPID)" != "$pid" ]; }
holds 'a stopped loop is killed by the watchdog and started again' within 20 restarted
holds 'it answers again' within 10 answers
holds 'and nothing was lost' published

holds 'the journal has fields of its own' grep -q '"MEDIUMSYNC_POST"' <(journalctl -u mediumsync -o json --no-pager)
holds 'the token is not in the journal' test -z "$(journalctl --no-pager | grep sandbox-token-jane)"
began=$SECONDS
systemctl stop mediumsync.socket mediumsync.service
holds 'it stops in time' test $((SECONDS - began)) -lt 15
holds 'with success' test "$(property Result)" = success
[ $failed = 0 ] || journalctl -u mediumsync --no-pager | tail -40
exit $failed
