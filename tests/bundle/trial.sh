#!/bin/sh
# In a Debian that has nothing else: installs the package, uses it as an ordinary user, removes it.
# Called by `cargo xtask bundle --test`, as root, with mounts of its own: trial.sh SYSTEM PACKAGE
set -eu

system=$1
package=$2
here=$(dirname "$0")

say() { printf '\n  -- %s\n' "$*"; }
fail() {
  printf '\n  FAILED: %s\n' "$*" >&2
  exit 1
}
inside() { chroot "$system" "$@"; }
# As the user of the laptop: a home folder, a display, and nothing of ours.
as_user() {
  chroot --userspec=clinician:clinician "$system" \
    env -i HOME="$home" PATH=/usr/bin:/bin LANG=C.UTF-8 CASEBOOK_PASSPHRASE="$passphrase" "$@"
}
# mode and owner of a path inside, and whether they are these
has() {
  found=$(inside stat -c '%a %U:%G' "$1") || fail "$1 is not there"
  [ "$found" = "$2" ] || fail "$1 is $found, not $2"
}

mount -t proc proc "$system/proc"
mount --rbind /dev "$system/dev"
mkdir -p "$system/tmp/.X11-unix"
mount --bind /tmp/.X11-unix "$system/tmp/.X11-unix"
cp /etc/resolv.conf "$system/etc/resolv.conf"

say "install, with what it depends on and nothing it only recommends"
cp "$package" "$system/tmp/casebook.deb"
inside apt-get update --quiet --quiet
before=$(inside dpkg-query -W | wc -l)
inside env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes --no-install-recommends \
  /tmp/casebook.deb >"$system/tmp/install.log" 2>&1 || {
  tail -n 20 "$system/tmp/install.log" >&2
  fail "apt could not install it"
}
rm "$system/tmp/casebook.deb"
echo "     $(($(inside dpkg-query -W | wc -l) - before)) packages installed"
[ -z "$(inside dpkg --verify casebook)" ] || fail "dpkg --verify finds differences"
[ -z "$(inside dpkg --audit)" ] || fail "dpkg --audit finds faults"

say "files, modes and owners"
for program in casebook casebookctl; do
  has "/usr/bin/$program" "755 root:root"
  missing=$(inside ldd "/usr/bin/$program" | grep 'not found' || true)
  [ -z "$missing" ] || fail "$program lacks $missing"
done
for file in applications/casebook.desktop doc/casebook/copyright doc/casebook/changelog.gz \
  doc/casebook/third-party.gz man/man1/casebook.1.gz icons/hicolor/128x128/apps/casebook.png \
  icons/hicolor/scalable/apps/casebook.svg; do
  # A small Debian may leave manual pages out at installation; the package holds them all the same.
  if ! inside test -e "/usr/share/$file" && inside grep -rqs "path-exclude" /etc/dpkg/dpkg.cfg.d; then continue; fi
  has "/usr/share/$file" "644 root:root"
done
odd=$(inside dpkg -L casebook | while read -r path; do
  inside find "$path" -maxdepth 0 \( -perm /022 -o ! -user root \) ! -type l
done)
[ -z "$odd" ] || fail "others may write to $odd"

say "the window, as an ordinary user with an empty home"
inside useradd --create-home clinician
home=$(inside getent passwd clinician | cut -d: -f6)
passphrase='lantern quarry mitten orbit'
owner='clinician:clinician'
wrapper=$(mktemp)
trap 'rm -f "$wrapper"' EXIT
cat >"$wrapper" <<END
#!/bin/sh
exec chroot --userspec=$owner "$system" env --unset=XDG_RUNTIME_DIR --unset=XDG_DATA_HOME --unset=XDG_CACHE_HOME \\
  --unset=XDG_CONFIG_HOME --unset=XDG_DOCUMENTS_DIR HOME="$home" LANG=C.UTF-8 /usr/bin/casebook "\$@"
END
chmod 755 "$wrapper"
CASEBOOK_BIN=$wrapper CASEBOOK_PASSPHRASE=$passphrase node "$here/window.mjs" || fail "the window"

say "what it wrote belongs to that user alone"
register="$home/.local/share/casebook/register"
has "$register" "700 $owner"
inside find "$register" -mindepth 1 | while read -r path; do
  if inside test -d "$path"; then has "$path" "700 $owner"; else has "$path" "600 $owner"; fi
done
[ -z "$(inside find "$home" ! -user clinician)" ] || fail "something in the home folder is not the user's"
inside find "$register" -type f -printf '     %M %u %s %f\n'

say "casebookctl: the same register, and the demo"
as_user casebookctl verify
as_user casebookctl demo --register "$home/demo" --cases 12
passphrase=demonstration
as_user casebookctl verify --register "$home/demo" --user demo
has "$home/demo" "700 $owner"
passphrase='wrong on purpose'
if as_user casebookctl verify --register "$home/demo" --user demo 2>/dev/null; then
  fail "a wrong passphrase was taken"
fi

say "remove, then purge: the register stays"
sum() { inside find "$register" "$home/demo" -type f -exec sha256sum {} + | sort; }
kept=$(sum)
inside env DEBIAN_FRONTEND=noninteractive apt-get remove --quiet --quiet --yes casebook >/dev/null 2>&1 ||
  fail "apt could not remove it"
inside test ! -e /usr/bin/casebook || fail "the program is still there"
# apt knows no package any more that came from a file and is gone.
inside dpkg --purge casebook 2>/dev/null
[ -z "$(inside find / -xdev -path /proc -prune -o -path '/home/*' -prune -o -iname '*casebook*' -print)" ] ||
  fail "something of the package is left"
[ "$kept" = "$(sum)" ] || fail "the register has changed"

say "all passed"
