#!/bin/sh
# What the tests need besides Python packages: a browser, Java and the Nu HTML checker, a list of Danish words,
# nginx, LibreOffice (it sets minutes as PDF and Word).
# On Debian and Ubuntu it is installed here; elsewhere the tests that miss something say so and are skipped.
set -u
cd "$(dirname "$0")" || exit 1

wanted=
command -v chromium >/dev/null 2>&1 || wanted="$wanted chromium"
command -v java >/dev/null 2>&1 || wanted="$wanted default-jre-headless"
[ -e /usr/share/dict/danish ] || wanted="$wanted wdanish"
office= # by itself: it is large, and where it cannot be had the browser can
command -v soffice >/dev/null 2>&1 || office=libreoffice-writer-nogui
# nginx is unpacked beside the tests, not installed: an installed one would be started, now and whenever the machine is.
unpacked=
[ -x nginx/usr/sbin/nginx ] || [ -x /usr/sbin/nginx ] || command -v nginx >/dev/null 2>&1 || unpacked="nginx nginx-common"
if [ -n "$wanted$office$unpacked" ] && command -v apt-get >/dev/null 2>&1; then
	if [ "$(id -u)" = 0 ]; then sudo=; else sudo="sudo -n"; fi
	export DEBIAN_FRONTEND=noninteractive
	$sudo apt-get -qq update >/dev/null
	# shellcheck disable=SC2086 # the lists are meant to be split
	[ -z "$wanted" ] || $sudo apt-get -qq install --yes --no-install-recommends $wanted >/dev/null ||
		echo "could not install:$wanted (the tests that need it will be skipped)" >&2
	[ -z "$office" ] || $sudo apt-get -qq install --yes --no-install-recommends $office >/dev/null ||
		echo "could not install $office (the tests that need it will be skipped)" >&2
	# shellcheck disable=SC2086
	[ -z "$unpacked" ] || (
		mkdir -p nginx && cd nginx && rm -f ./*.deb && apt-get -qq download $unpacked >/dev/null 2>&1 &&
			for each in ./*.deb; do dpkg -x "$each" .; done && rm -f ./*.deb
	) || echo "could not get nginx (the tests that need it will be skipped)" >&2
fi
if command -v npm >/dev/null 2>&1; then
	npm install --silent --no-audit --no-fund --ignore-scripts ||
		echo "could not install the Nu HTML checker (its test will be skipped)" >&2
fi
