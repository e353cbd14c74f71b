# Tests of a shared register need PostgreSQL: installed here where that is possible; elsewhere they are skipped by name.
command -v initdb >/dev/null 2>&1 && exit 0
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null && exit 0
fi
echo "Tests of a register in PostgreSQL are skipped: it is not on this machine. Install it, for example: sudo apt-get install postgresql"
exit 0
