# Browser tests need Chromium, best as its headless shell: installed here where that is possible, asked for where it is not.
for name in chromium-headless-shell chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    for name in chromium-headless-shell chromium; do
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$name" >/dev/null && exit 0
    done
fi
echo "The browser tests need Chromium, which is not on this machine. Install it, for example: sudo apt-get install chromium"
[ "${CI:-}" = true ] && exit 1
exit 0
