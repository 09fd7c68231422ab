#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# make install into a scratch folder, use what stands there, make uninstall leaves nothing.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/tap

root=$SCRATCH/root
# What was built is installed: nothing is compiled again.
make_() { ${MAKE:-make} --no-print-directory BUILD="$BUILD" prefix=/opt/zb DESTDIR="$root" "$@"; }

check "install" make_ -o all install
check "the program is there" test -x "$root/opt/zb/bin/zhoubao"
check "the manual page is there" test -s "$root/opt/zb/share/man/man1/zhoubao.1"
check "the template is there" test -s "$root/opt/zb/share/zhoubao/templates/cnvd-weekly/template.md"
check "the licence is there" test -s "$root/opt/zb/share/doc/zhoubao/LICENSE"
if find "$root" -name '*.[ch]' | grep -q .; then not_ok "no source is installed"; else ok "no source is installed"; fi

cp -r samples/2019-26 "$SCRATCH/issue"
(cd "$SCRATCH" && "$root/opt/zb/bin/zhoubao" render issue -o out.pdf) >"$SCRATCH/log" 2>&1
if [ -s "$SCRATCH/out.pdf" ]; then ok "the installed program renders"; else not_ok "the installed program renders" "$(cat "$SCRATCH/log")"; fi
check "the installed template's schema has its path" test "$(cd "$SCRATCH" && "$root/opt/zb/bin/zhoubao" schema cnvd-weekly --path)" = \
    "$(realpath "$root/opt/zb/share/zhoubao/templates/cnvd-weekly/issue.schema.json")"
mv "$root/opt/zb" "$root/opt/moved"
(cd "$SCRATCH" && "$root/opt/moved/bin/zhoubao" render issue -o moved.pdf) >"$SCRATCH/log" 2>&1
if cmp -s "$SCRATCH/out.pdf" "$SCRATCH/moved.pdf"; then ok "and does so from another place"; else not_ok "and does so from another place" "$(cat "$SCRATCH/log")"; fi
mv "$root/opt/moved" "$root/opt/zb"

check "uninstall" make_ -o all uninstall
left=$(find "$root" -type f)
if [ "$left" ]; then not_ok "uninstall leaves no file" "$left"; else ok "uninstall leaves no file"; fi
left=$(find "$root" -name '*zhoubao*')
if [ "$left" ]; then not_ok "uninstall leaves no folder of ours" "$left"; else ok "uninstall leaves no folder of ours"; fi
finish
