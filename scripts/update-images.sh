#!/usr/bin/env bash
# Copies the pictures that README shows out of the last ./test e2e.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
mkdir -p "$root/docs/images"
cp "$root/artifacts/screenshots/room-chat-zh-desktop.png" "$root/docs/images/room.png"
