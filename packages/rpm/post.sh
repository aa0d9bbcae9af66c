#!/bin/sh
install -d -o borescope -g borescope -m 0750 /var/lib/borescope /var/cache/borescope
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || :
  if [ -e /run/borescope-was-running ]; then
    systemctl start borescope.service || :
  fi
fi
rm -f /run/borescope-was-running
