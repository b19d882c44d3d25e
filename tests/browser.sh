#!/bin/sh
# Finds a Chromium for the browser tests, or installs Debian's where that is possible. Never fails: without a browser
# those tests skip and say so (in CI they fail).
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing Debian's chromium for the browser tests"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1 && exit 0
fi
echo "no Chromium here: the browser tests will be skipped (install the package chromium to run them)"
exit 0
