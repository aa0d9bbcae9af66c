#!/bin/sh
getent group borescope >/dev/null || groupadd -r borescope
getent passwd borescope >/dev/null ||
  useradd -r -g borescope -d /var/lib/borescope -s /sbin/nologin -c "Borescope agent" borescope
# A running JVM must not find other jars than those it began with.
if [ "$1" -gt 1 ] && [ -d /run/systemd/system ] && systemctl --quiet is-active borescope.service; then
  touch /run/borescope-was-running
  systemctl stop borescope.service || :
fi
