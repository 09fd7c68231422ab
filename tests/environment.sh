#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What libraries read in the environment changes no byte of an output, whichever way it goes out. One case a variable.
set -u
cd "$(dirname "$0")/.." || exit 1
work=${SCRATCH:-$(mktemp -d)}
issue=$work/issue
mkdir -p "$issue/tpl"
cp templates/cnvd-weekly/style.yaml "$issue/tpl/"
printf 'template: tpl\nt: [{a: 甲, n: 1}, {a: 乙, n: 2}]\n' > "$issue/issue.yaml"
{
    printf -- '---\ntitle: 环境\n---\n\n# 一、概况\n\n安全 office **漏洞** “引号”——%s [链接](https://a.example/)。\n\n![图](p.png)\n\n' 3.5
    printf '```table\ndata: t\n```\n\n```chart\ntype: bar\ndata: t\nx: a\ny: n\n```\n'
} > "$issue/tpl/template.md"
"$ZHOUBAO" chart - -o "$issue/tpl/p.png" > /dev/null 2>&1 <<END
{type: bar, data: [{a: x, n: 1}, {a: y, n: 2}], x: a, y: n}
END
[ -f "$issue/tpl/p.png" ] || sed -i '/p.png/d' "$issue/tpl/template.md"

for format in pdf png svg webp; do "$ZHOUBAO" render "$issue" --format $format -o - > "$work/good.$format" 2> "$work/log" || { cat "$work/log"; echo "not ok $format"; exit 1; }; done
while read -r setting; do
    bad=
    for format in pdf png svg webp; do
        env "$setting" "$ZHOUBAO" render "$issue" --format $format -o - > "$work/new.$format" 2> "$work/log" && cmp -s "$work/new.$format" "$work/good.$format" || bad="$bad $format"
    done
    if [ -z "$bad" ]; then echo "ok $setting"; else echo "not ok $setting:$bad"; fi
done << END
CAIRO_DEBUG_PDF=1
CAIRO_DEBUG=1
CAIRO_GALLIUM_FORCE=1
PANGO_LANGUAGE=ja
PANGOCAIRO_BACKEND=win32
FC_DEBUG=1023
FC_LANG=ja
FONTCONFIG_FILE=/nowhere
FONTCONFIG_PATH=/nowhere
FONTCONFIG_SYSROOT=/nowhere
FREETYPE_PROPERTIES=cff:no-stem-darkening=0 truetype:interpreter-version=35 cff:hinting-engine=adobe
HB_OPTIONS=uniscribe-bug-compatible
HB_SHAPER_LIST=fallback
HB_FONT_FUNCS=ft
G_MESSAGES_DEBUG=all
G_DEBUG=fatal-warnings
G_SLICE=always-malloc
LANG=ja_JP.UTF-8
LANG=zh_CN.UTF-8
LC_MESSAGES=zh_CN.UTF-8
LANGUAGE=zh_CN:zh
LC_ALL=tr_TR.UTF-8
TZ=Asia/Tokyo
HOME=/nowhere
XDG_DATA_HOME=/nowhere
XDG_CACHE_HOME=/nowhere
XDG_CONFIG_HOME=/nowhere
JSIMD_FORCENONE=1
JPEGMEM=1
TJ_OPTIMIZE=1
PIXMAN_DISABLE=sse2
GCONV_PATH=/nowhere
SQLITE_TMPDIR=/nowhere
TMPDIR=/nowhere
END
