#!/bin/sh
# Finds what some tests need beside Python, or installs Debian's where that is possible: a browser, a feed reader, shells
# that complete commands, and what sites are deployed with. Never fails: without one its tests skip and say so (in CI they fail).
wanted=
browser=
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && browser=$name
done
[ "$browser" ] || wanted=chromium
for name in newsboat git rsync caddy zsh fish; do
  command -v "$name" >/dev/null 2>&1 || wanted="$wanted $name"
done
command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || wanted="$wanted nginx-light"
[ "$wanted" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing Debian's packages for the tests:" $wanted
  # shellcheck disable=SC2086
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $wanted; } >/dev/null 2>&1 && exit 0
fi
echo "not here:" $wanted "(their tests will be skipped; install these packages to run them)"
exit 0
