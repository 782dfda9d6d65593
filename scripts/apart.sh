#!/usr/bin/env bash
# apart.sh COMMAND...: runs a command in a network of its own, with loopback and one interface of the address 10.71.0.1 that leads nowhere.
# Real clients take no loopback addresses for media, and this machine's others may be reached by anybody. Ends with the command.
set -euo pipefail
user=()
if [ "$(id -u)" -ne 0 ]; then user=(--user --map-root-user); fi
# Where ip is, for those whose path lacks it.
export PATH="$PATH:/usr/sbin"
exec unshare "${user[@]}" --net bash -euc '
    ip link set lo up
    ip link add clients type veth peer name nobody
    ip address add 10.71.0.1/24 dev clients
    ip link set nobody up
    ip link set clients up
    ip route add default dev clients
    exec "$@"' apart "$@"
