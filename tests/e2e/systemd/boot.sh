#!/bin/bash
# boot.sh BUILD: a real systemd, booted in namespaces of its own, starts, reloads, restarts and stops the real service. Ends with 77 (skipped) where
# the machine can't do it, and says why. The Debian root it boots is made once and kept in BUILD/systemd-root.
set -euo pipefail
build=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../../.." && pwd)
skip() { echo "skipped: $*"; exit 77; }

[ "$(id -u)" = 0 ] || skip "only root can boot a system"
for tool in mmdebstrap unshare pivot_root ldd; do command -v $tool >/dev/null || skip "$tool is not installed"; done
[ -d /sys/fs/cgroup/unified ] || [ -e /sys/fs/cgroup/cgroup.controllers ] || skip "there are no cgroups to be had"

if [ -z "${MEDIUMSYNC_BOOT_NS:-}" ]; then
  base=$build/systemd-root
  if [ ! -x "$base/lib/systemd/systemd" ]; then
    rm -rf "$base"
    timeout 600 mmdebstrap --quiet --variant=minbase --include=systemd,systemd-sysv,dbus,ca-certificates,tzdata,procps \
      bookworm "$base" $(ls /etc/apt/sources.list.d/debian.sources 2>/dev/null || echo /etc/apt/sources.list) >"$build/systemd-root.log" 2>&1 ||
      { tail -5 "$build/systemd-root.log"; rm -rf "$base"; skip "a Debian root could not be made"; }
  fi
  name=mediumsync-boot-$$
  rc=0
  MEDIUMSYNC_BOOT_NS=$name unshare --mount --propagation private "$0" "$build" || rc=$?
  for _ in 1 2 3 4 5; do
    left=$(find /sys/fs/cgroup -type d -name "$name" 2>/dev/null || true)
    [ -n "$left" ] || break
    for group in $left; do find "$group" -depth -type d -exec rmdir {} \; 2>/dev/null || true; done
    sleep 0.3
  done
  exit $rc
fi

# From here on in a mount namespace of our own.
name=$MEDIUMSYNC_BOOT_NS
top=/run/$name
mkdir -p "$top"
mount -t tmpfs -o mode=755 tmpfs "$top"
mkdir "$top"/{up,work,root}
layer=$top/up

# The programs, the libraries they were linked with, the units as they are installed, and what the test wants.
mkdir -p "$layer"/usr/bin "$layer"/usr/lib/systemd/system "$layer"/usr/lib/sysusers.d "$layer"/etc/mediumsync "$layer"/opt "$layer"/var/log
cp "$build"/mediumsyncd "$build"/mediumsyncctl "$build"/mediumsync-sandbox "$layer/usr/bin/"
programs=("$build/mediumsyncd" "$build/mediumsync-sandbox")
# The images that it converts come with the image: the booted system has no network.
if command -v vips >/dev/null; then
  programs+=("$(command -v vips)")
  cp "$(command -v vips)" "$layer/usr/bin/"
  vips black "$layer/opt/black.webp" 40 30
  echo '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="60" height="40"/></svg>' >"$layer/opt/drawing.svg"
fi
ldd "${programs[@]}" | awk '$3 ~ /^\// {print $3}' | sort -u | while read -r library; do
  mkdir -p "$layer/usr$(dirname "${library#/usr}")"
  cp -L "$library" "$layer/usr${library#/usr}"
done
cp "$source"/systemd/mediumsync.service "$source"/systemd/mediumsync.socket "$layer/usr/lib/systemd/system/"
cp "$source"/systemd/sysusers.conf "$layer/usr/lib/sysusers.d/mediumsync.conf"
cp "$here"/inside.sh "$layer/opt/inside.sh"
# A sanitised build looks for leaks by ptrace, which the unit's sandbox forbids; the other tests look for them.
if ldd "$build/mediumsyncd" | grep libasan >/dev/null; then
  mkdir -p "$layer/etc/systemd/system/mediumsync.service.d"
  printf '[Service]\nEnvironment=ASAN_OPTIONS=detect_leaks=0\n' >"$layer/etc/systemd/system/mediumsync.service.d/sanitizer.conf"
fi
mkdir -p "$layer"/etc/systemd/system/graphical.target.wants
cat >"$layer/etc/systemd/system/mediumsync-boot-test.service" <<UNIT
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/bin/bash -c 'bash /opt/inside.sh; systemctl exit \$?'
StandardOutput=append:/var/log/boot-test.log
StandardError=append:/var/log/boot-test.log
TimeoutStartSec=infinity
UNIT
ln -s /etc/systemd/system/mediumsync-boot-test.service "$layer/etc/systemd/system/graphical.target.wants/"
mount -t overlay overlay -o "lowerdir=$build/systemd-root,upperdir=$layer,workdir=$top/work" "$top/root"

for group in /sys/fs/cgroup/{systemd,memory,pids,cpu,cpuacct,freezer,blkio,unified}; do
  [ -d "$group" ] || continue
  mkdir -p "$group/$name" && echo $$ >"$group/$name/cgroup.procs" || true
done
cat >"$top/init.sh" <<'INIT'
set -e
root=$1
mount -t proc proc $root/proc
mount -t sysfs sysfs $root/sys
if [ -d /sys/fs/cgroup/unified ]; then
  mount -t tmpfs -o mode=755 tmpfs $root/sys/fs/cgroup
  for c in memory pids cpu cpuacct freezer blkio; do mkdir $root/sys/fs/cgroup/$c; mount -t cgroup -o $c cgroup $root/sys/fs/cgroup/$c || rmdir $root/sys/fs/cgroup/$c; done
  mkdir $root/sys/fs/cgroup/{systemd,unified}
  mount -t cgroup -o none,name=systemd cgroup $root/sys/fs/cgroup/systemd
  mount -t cgroup2 cgroup2 $root/sys/fs/cgroup/unified
else
  mount -t cgroup2 cgroup2 $root/sys/fs/cgroup
fi
mount -t tmpfs -o mode=755 tmpfs $root/dev
for n in null zero full random urandom tty; do : >$root/dev/$n; mount --bind /dev/$n $root/dev/$n; done
mkdir $root/dev/pts $root/dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts $root/dev/pts
ln -s pts/ptmx $root/dev/ptmx
ln -s /proc/self/fd $root/dev/fd
: >$root/dev/console
mount -t tmpfs tmpfs $root/dev/shm
mount -t tmpfs -o mode=755 tmpfs $root/run
mount -t tmpfs tmpfs $root/tmp
cd $root
mkdir -p .old
pivot_root . .old
umount -l /.old
mount --make-rshared /   # LoadCredential= needs it
ip link set lo up 2>/dev/null || true
exec env -i container=mediumsync PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=graphical.target
INIT
rc=0
timeout --signal=KILL 150 unshare --pid --fork --kill-child --cgroup --net --uts --ipc --mount --propagation private \
  bash "$top/init.sh" "$top/root" </dev/null >"$top/console.log" 2>&1 || rc=$?
if [ -s "$layer/var/log/boot-test.log" ]; then
  cat "$layer/var/log/boot-test.log"
else
  echo "the system did not come up; its console:"
  tail -40 "$top/console.log"
fi
umount -l "$top/root" "$top"
rmdir "$top"
exit $rc
