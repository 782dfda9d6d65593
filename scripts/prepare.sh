# Sourced by run and test: finds or installs what is missing, and builds what changed. Needs bash, nothing else.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
stamps="$root/artifacts/stamps"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# install PACKAGE...: from Debian, as root or through sudo.
install() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "Missing: $*. Install it as root (apt-get install $*) and start again."
        as_root=(sudo)
    fi
    command -v apt-get >/dev/null || fail "Missing: $*. This system has no apt-get: install it in your way and start again."
    say "Installing $* ..."
    local log; log="$(mktemp)"
    # A fresh machine has no package lists yet.
    if ! apt_install "$@" >"$log" 2>&1 && ! { "${as_root[@]}" apt-get update && apt_install "$@"; } >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        fail "Installing $* failed."
    fi
    rm -f "$log"
}

apt_install() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; }

need_dotnet() {
    command -v dotnet >/dev/null || fail "Missing: the .NET 10 SDK (https://dot.net). Install it and start again."
    dotnet --list-sdks | grep -q '^10\.' || fail "The .NET SDK here is $(dotnet --version 2>/dev/null || echo too old); 10.0 is needed."
}

need_node() {
    command -v npm >/dev/null || fail "Missing: Node.js 20 or newer with npm (https://nodejs.org). Install it and start again."
    local major; major="$(node -p 'process.versions.node.split(".")[0]')"
    [ "$major" -ge 20 ] || fail "Node.js here is $(node -v); 20 or newer is needed."
}

# The relay's DTLS and SRTP run on OpenSSL 3.
need_openssl() {
    local folder
    for folder in /usr/lib/*-linux-gnu /lib/*-linux-gnu /usr/lib64 /usr/lib; do
        if [ -e "$folder/libssl.so.3" ]; then return; fi
    done
    install libssl3
}

# Encrypts faster than OpenSSL 3.0; a relay without it works all the same, so neither another processor nor a missing package stops anything.
want_ipsec_mb() {
    if [ "$(uname -m)" != x86_64 ] || [ -e /usr/lib/x86_64-linux-gnu/libIPSec_MB.so.1 ]; then return; fi
    (fail() { say "$*" "The relays encrypt by OpenSSL, at somewhat more processor time."; exit 1; }; install libipsec-mb1) || true
}

# Debian's package also starts a server of its own, which nothing here uses: tests make theirs in a temporary folder.
need_postgres() {
    local program
    for program in /usr/lib/postgresql/*/bin/initdb; do
        if [ -x "$program" ]; then return; fi
    done
    if ! command -v initdb >/dev/null; then install postgresql; fi
}

# Gives single processes a wrong clock.
need_faketime() {
    local library
    for library in /usr/lib/*-linux-gnu/faketime/libfaketimeMT.so.1; do
        if [ -e "$library" ]; then return; fi
    done
    install faketime
}

# The browser tests look at pages in both languages, so a font with Chinese characters is needed as well.
need_chromium() {
    if [ -z "${CHROMIUM:-}" ] && ! command -v chromium >/dev/null; then install chromium; fi
    if [ -z "$(find /usr/share/fonts -name 'NotoSansCJK*' -print -quit 2>/dev/null)" ]; then install fonts-noto-cjk; fi
}

# Makes the networks of their own that some tests have.
need_iproute() {
    if ! command -v ip >/dev/null && ! [ -x /usr/sbin/ip ]; then install iproute2; fi
}

need_firefox() {
    if ! command -v firefox-esr >/dev/null; then install firefox-esr; fi
}

# Clients of WHIP and WHEP that are no browsers, for Debian's own Python; /usr/bin/python3 may not be the first one on the path.
need_gstreamer() {
    if ! /usr/bin/python3 -c 'import gi; gi.require_version("GstWebRTC", "1.0")' 2>/dev/null || ! [ -e "$(echo /usr/lib/*-linux-gnu/gstreamer-1.0/libgstnice.so)" ]; then
        install python3-gst-1.0 gir1.2-gst-plugins-bad-1.0 gstreamer1.0-nice gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad
    fi
}

need_aiortc() {
    if ! /usr/bin/python3 -c 'import aiortc' 2>/dev/null; then install python3-aiortc; fi
}

need_pion() {
    if ! command -v go >/dev/null || ! [ -d /usr/share/gocode/src/github.com/pion/webrtc ]; then install golang-go golang-github-pion-webrtc.v3-dev; fi
}

# Renders the manifests in k8s; nothing here talks to a cluster. KUBECTL names another one.
need_kubectl() {
    if [ -z "${KUBECTL:-}" ] && ! command -v kubectl >/dev/null; then install kubernetes-client; fi
}

# Reads the units in deploy/systemd; systemd itself need not run.
need_systemd_analyze() {
    if ! command -v systemd-analyze >/dev/null; then install systemd; fi
}

# Reads what the server shows at /metrics, and the alert rules. Tests start their own; the service of Debian's package is of no use here.
need_prometheus() {
    if ! command -v prometheus >/dev/null || ! command -v promtool >/dev/null; then install prometheus; fi
}

# hash PATH...: of the contents of every source file below.
hash() {
    { printf '%s\n' "$root"
      find "$@" \( -name node_modules -o -name dist -o -name bin -o -name obj \) -prune -o -type f -print0 \
          | LC_ALL=C sort -z | xargs -0 sha256sum; } | sha256sum | cut -d ' ' -f 1
}

unchanged() { [ -e "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }
stamp() { mkdir -p "$stamps" && printf '%s' "$2" >"$stamps/$1"; }

build_web() {
    local web="$root/src/web" packages sources
    packages="$(hash "$web/package.json" "$web/package-lock.json")"
    if ! unchanged web-packages "$packages" || [ ! -d "$web/node_modules" ]; then
        need_node
        say "Fetching the web app's packages ..."
        (cd "$web" && npm ci --no-audit --no-fund --loglevel=error) || fail "npm ci failed in src/web."
        stamp web-packages "$packages"
    fi
    sources="$(hash "$web")"
    if ! unchanged web "$sources" || [ ! -e "$web/dist/index.html" ]; then
        need_node
        say "Building the web app ..."
        (cd "$web" && npm run --silent build >"$root/artifacts/web-build.log" 2>&1) \
            || { cat "$root/artifacts/web-build.log" >&2; fail "The web app does not build."; }
        stamp web "$sources"
    fi
}

server_dll="$root/src/ConsultCluster.Server/bin/Release/net10.0/ConsultCluster.Server.dll"

build_server() {
    local sources
    sources="$(hash "$root"/src/ConsultCluster.* "$root"/deploy/postgres "$root"/Directory.*.props "$root/global.json" "$root/.editorconfig" "$root/src/BannedSymbols.txt")"
    if ! unchanged server "$sources" || [ ! -e "$server_dll" ]; then
        say "Building the server ..."
        dotnet build "$root/src/ConsultCluster.Server" -c Release -v quiet >"$root/artifacts/server-build.log" 2>&1 \
            || { cat "$root/artifacts/server-build.log" >&2; fail "The server does not build."; }
        stamp server "$sources"
    fi
    # Where data and web app are in a source tree, for whoever does not say otherwise. Written whole: another start may be reading it.
    local file; file="$(dirname "$server_dll")/appsettings.json"
    printf '{ "ConsultCluster": { "Data": "%s", "Web": "%s" } }\n' "$(json "$root/data")" "$(json "$root/src/web/dist")" >"$file.$$"
    mv "$file.$$" "$file"
}

# json TEXT: as the inside of a JSON string.
json() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }

relay_node_dll="$root/src/ConsultCluster.RelayNode/bin/Release/net10.0/ConsultCluster.RelayNode.dll"

# The program of a relay-only process: no server, storage or web app.
build_relay_node() {
    local sources project folders=()
    for project in Contracts Domain Media Ports Relay Relay.Remote RelayNode; do folders+=("$root/src/ConsultCluster.$project"); done
    sources="$(hash "${folders[@]}" "$root"/Directory.*.props "$root/global.json" "$root/.editorconfig" "$root/src/BannedSymbols.txt")"
    if ! unchanged relay-node "$sources" || [ ! -e "$relay_node_dll" ]; then
        say "Building the relay node ..."
        dotnet build "$root/src/ConsultCluster.RelayNode" -c Release -v quiet >"$root/artifacts/relay-node-build.log" 2>&1 \
            || { cat "$root/artifacts/relay-node-build.log" >&2; fail "The relay node does not build."; }
        stamp relay-node "$sources"
    fi
}

# Pion's two programs, of Debian's Go packages alone, and the files that one of them publishes.
build_clients() {
    local programs="$root/tests/ConsultCluster.Clients.Tests/Programs" made="$root/artifacts/clients" program sources
    sources="$(hash "$programs")"
    if unchanged clients "$sources" && [ -e "$made/pion-play" ]; then return; fi
    say "Building the clients ..."
    mkdir -p "$made/go/src/consultcluster"
    ln -sfn "$programs/pion" "$made/go/src/consultcluster/pion"
    for program in publish play; do
        (cd "$made/go/src/consultcluster/pion" && GO111MODULE=off GOFLAGS="" GOPATH="$made/go:/usr/share/gocode" GOCACHE="$made/cache" go build -o "$made/pion-$program" "./$program") \
            || fail "The Pion programs do not build."
    done
    /usr/bin/python3 "$programs/clip.py" "$made/clip.ivf" "$made/clip.ogg" || fail "The clip for Pion cannot be made."
    stamp clients "$sources"
}

mkdir -p "$root/artifacts"
