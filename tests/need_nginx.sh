# Tests of a reverse proxy need nginx: installed here where that is possible; elsewhere they are skipped by name.
command -v nginx >/dev/null 2>&1 && exit 0
[ -x /usr/sbin/nginx ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nginx-light >/dev/null && exit 0
fi
echo "Tests of a reverse proxy are skipped: nginx is not on this machine. Install it, for example: sudo apt-get install nginx-light"
exit 0
