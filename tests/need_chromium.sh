# Browser tests need Chromium: installed here where that is possible, asked for where it is not.
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "The browser tests need Chromium, which is not on this machine. Install it, for example: sudo apt-get install chromium"
[ "${CI:-}" = true ] && exit 1
exit 0
