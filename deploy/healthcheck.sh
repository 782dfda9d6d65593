#!/bin/bash
# Asks a server or relay node on this machine how it is: healthcheck.sh /health/live. Ends with 0 for an answer of 200, else 1.
# The port is CONSULTCLUSTER_HTTP_PORT, 8080 without. Written in bash alone because the runtime image has no HTTP client.
set -u
path="${1:-/health/live}"
port="${CONSULTCLUSTER_HTTP_PORT:-8080}"
exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$path" >&3
read -r -t 4 version status _ <&3 || exit 1
[[ $version == HTTP/1.* && $status == 200 ]]
