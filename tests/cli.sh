#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The command line: help, usage errors, where output goes, standard input and output, page ranges, exit statuses.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/tap
top=$PWD
cp -r tests/dumps/small "$SCRATCH/small"
cd "$SCRATCH" || exit 1
out=$SCRATCH/out err=$SCRATCH/err

# Help and version.
status "--version" 0 "$ZHOUBAO" --version
matches "the version is a version" '^zhoubao [0-9]+\.[0-9]+\.[0-9]+$' "$out"
status "--help" 0 "$ZHOUBAO" --help
matches "help lists render" '^  render ' "$out"
for command in render preview figures chart check dump fonts schema reference; do
    status "$command --help" 0 "$ZHOUBAO" $command --help
    matches "$command --help begins with its usage" "^usage: zhoubao $command " "$out"
done
status "the manual page" 0 "$ZHOUBAO" --man
matches "it has a title line" '^\.TH ZHOUBAO 1' "$out"
status "help onto a full disk" 3 sh -c '"$ZHOUBAO" --help >/dev/full'

# Wrong usage: status 2, one message and a pointer to help, nothing on standard output.
usage() {
    usage_name=$1 usage_pattern=$2
    shift 2
    status "$usage_name" 2 "$ZHOUBAO" "$@"
    matches "$usage_name: message" "$usage_pattern" "$err"
    check "$usage_name: standard output is empty" test ! -s "$out"
}
usage "no command" 'no command'
usage "unknown command" "unknown command 'rendr' \(did you mean 'render'\?\)" rendr small
usage "unknown option" "unknown option '--fomat' \(did you mean '--format'\?\)" render small --fomat pdf
usage "option of another command" "unknown option '--dpi'" check small --dpi 72
usage "missing operand" 'missing: zhoubao render ISSUE' render
usage "operand too many" "too many arguments: 'b'" render a b
usage "missing value" '--dpi needs a number' render small --dpi
usage "value out of range" "--dpi needs a number from 8 to 2400, not '7'" render small --dpi 7
usage "not a number" "not '1e'" render small --dpi 1e
usage "not a number at all" "not 'nan'" render small --dpi nan
usage "pages backwards" "not '5-3'" render small --pages 5-3
usage "page nought" "not '0'" render small --pages 0
usage "pages overflow" "not '99999999999999999999'" render small --pages 99999999999999999999
usage "a flag with a value" 'takes no value' render small --strict=yes
usage "unknown stage" "did you mean 'boxes'" dump boxs small
usage "unknown format" 'pdf, png, svg or webp' render small --format gif
usage "unknown suffix" 'format of .x\.gif. is unknown' render small -o x.gif
usage "suffix against format" 'does not look like --format png' render small -o x.pdf --format png
usage "output is the input" 'is the input' render small/issue.yaml -o small/issue.yaml --format pdf
usage "pages of a dump of boxes" 'dump display' dump boxes small --pages 1
usage "unknown theme" 'auto, light, dark or print' chart chart.yaml --theme mauve
usage "unknown form of text" 'text or outlines' chart chart.yaml --text paths
usage "figures to standard output" 'folder' figures small -o -

# Where output goes.
status "render into the current folder" 0 "$ZHOUBAO" render small
check "is called after the issue's folder" test -s small.pdf
status "-oFILE" 0 "$ZHOUBAO" render small -oa.pdf
same "the same bytes elsewhere" small.pdf a.pdf
status "--output=FILE" 0 "$ZHOUBAO" render small --output=b.pdf
same "the same bytes again" small.pdf b.pdf
status "a folder" 0 sh -c 'mkdir -p folder && "$ZHOUBAO" render small/issue.yaml -o folder'
same "the same bytes in a folder" small.pdf folder/small.pdf
status "standard output" 0 sh -c '"$ZHOUBAO" render small -o - >c.pdf'
same "the same bytes on standard output" small.pdf c.pdf
status "standard input" 0 sh -c 'cd small && "$ZHOUBAO" render - -o ../d.pdf <issue.yaml'
same "the same bytes from standard input" small.pdf d.pdf
status "an empty standard input" 1 sh -c '"$ZHOUBAO" render - -o never.pdf </dev/null'
check "and no output" test ! -e never.pdf
status "a folder that is not there" 3 "$ZHOUBAO" render small -o nowhere/x.pdf
matches "says so" 'nowhere/x\.pdf.*output\.open' "$err"
status "a file as folder" 3 "$ZHOUBAO" render small -o small.pdf/x.pdf
status "an issue that is not there" 1 "$ZHOUBAO" render nowhere -o x.pdf
check "and no output file" test ! -e x.pdf
cp small.pdf full.pdf
status "no room for the file" 3 sh -c 'trap "" XFSZ; ulimit -f 8; "$ZHOUBAO" render small -o full.pdf'
matches "says so" 'full\.pdf.*output\.write' "$err"
same "the older file is as it was" small.pdf full.pdf
mkdir -p half && echo old >half/small-2.png
status "no room for one of many" 3 sh -c 'trap "" XFSZ; ulimit -f 40; "$ZHOUBAO" render '"$top"'/tests/dumps/prose -o half/ --format png --dpi 200'
check "writes none of them" test "$(ls half)" = small-2.png

# Pages.
pages=$("$ZHOUBAO" dump display small | grep -c '^page ')
mkdir -p png
status "PNG pages into a folder" 0 "$ZHOUBAO" render small -o png/ --format png --dpi 40
check "one file a page" test "$(find png -name 'small*.png' | wc -l)" -eq "$pages"
prose=$top/tests/dumps/prose
mkdir -p many
status "several SVG pages" 0 "$ZHOUBAO" render "$prose" -o many/p.svg
check "are numbered from 1" test -s many/p-1.svg -a -s many/p-2.svg
status "%d in a name" 0 "$ZHOUBAO" render "$prose" -o many/q%d.svg --pages 2
same "is the page's number" many/p-2.svg many/q2.svg
status "one page to a named file" 0 "$ZHOUBAO" render "$prose" -o many/one.svg --pages 2-2
same "needs no number" many/p-2.svg many/one.svg
status "one page on standard output" 0 sh -c '"$ZHOUBAO" render '"$prose"' --format svg --pages 2 -o - >many/std.svg'
same "is the same page" many/p-2.svg many/std.svg
status "all pages as SVG on standard output" 1 "$ZHOUBAO" render "$prose" --format svg -o -
matches "is refused" 'output\.pages' "$err"
status "a page behind the last" 1 "$ZHOUBAO" render small --pages 9 -o never.pdf
matches "says how many there are" 'pages\.range' "$err"
check "and writes nothing" test ! -e never.pdf

# Charts alone and the rest.
mkdir -p charts
status "figures" 0 "$ZHOUBAO" figures small -o charts
check "each as SVG and PNG" test -s charts/shares.svg -a -s charts/shares.png
cp "$top"/tests/cli-chart.yaml chart.yaml
status "a chart alone" 0 "$ZHOUBAO" chart chart.yaml
check "is an SVG by itself" test -s chart.svg
matches "its text is text" '<text x=' chart.svg
matches "its description has a table" '^24	5\.9$' chart.svg
status "a chart with outlines" 0 "$ZHOUBAO" chart chart.yaml --text outlines -o outlines.svg
check "has no text" sh -c '! grep -q "<text" outlines.svg && grep -q "<use " outlines.svg'
status "a chart for light and dark" 0 "$ZHOUBAO" chart chart.yaml --theme auto -o both.svg
matches "has a style sheet" '@media\(prefers-color-scheme:dark\)' both.svg
status "the same again" 0 "$ZHOUBAO" chart chart.yaml --theme auto -o again.svg
check "gives the same bytes" cmp both.svg again.svg
status "a dark chart" 0 "$ZHOUBAO" chart chart.yaml --theme dark -o dark.svg
check "is not the light one" sh -c '! cmp -s dark.svg chart.svg'
status "a chart as PDF" 0 "$ZHOUBAO" chart chart.yaml -o chart.pdf --width 200 --height 150
for format in pdf png svg webp; do
    status "a chart with --format $format" 0 "$ZHOUBAO" chart chart.yaml --format $format
    cp chart.$format by-option.$format
    status "a chart called .$format" 0 "$ZHOUBAO" chart chart.yaml -o chart.$format
    same "is the same $format" chart.$format by-option.$format
    status "a folder of charts with --format $format" 0 "$ZHOUBAO" chart chart.yaml --format $format -o formats/
    check "has it too" test -s formats/chart.$format
    status "figures with --format $format" 0 "$ZHOUBAO" figures small --format $format -o formats/
    check "have it too" test -s formats/shares.$format
    status "pages as $format" 0 "$ZHOUBAO" render small --format $format --pages 1 -o formats/
    status "parts as $format" 0 "$ZHOUBAO" parts small --format $format -o formats/parts
    status "help" 0 "$ZHOUBAO" chart --help
    matches "of chart names $format" "--format FORMAT .*$format" "$out"
done
check "WebP is WebP" sh -c 'for f in formats/*.webp formats/parts/*.webp; do case $(head -c 4 "$f") in RIFF) ;; *) exit 1 ;; esac; done'
rm -r formats
usage "an unknown suffix" 'pdf, png, svg or webp' chart chart.yaml -o chart.html
usage "an unknown format" 'pdf, png, svg or webp' chart chart.yaml --format html
check "writes nothing" test ! -e chart.html
status "check" 0 "$ZHOUBAO" check small
matches "says that all is well" 'no errors' "$err"
status "fonts" 0 "$ZHOUBAO" fonts small
matches "names a face" 'CJK' "$out"
status "timings" 0 "$ZHOUBAO" render small -o t.pdf --timings
matches "have a line a stage" '^layout +[0-9]+\.[0-9] ' "$err"
status "the schema" 0 "$ZHOUBAO" reference schema
check "is JSON" python3 -m json.tool "$out"
for word in style chart manifest checks front-matter; do
    status "the schema of $word" 0 "$ZHOUBAO" schema $word
    check "is JSON" python3 -m json.tool "$out"
    matches "of the draft" '"\$schema": "https://json-schema.org/draft/2020-12/schema"' "$out"
done
status "a template's schema by name" 0 "$ZHOUBAO" schema cnvd-weekly
same "is the file" "$out" "$top/templates/cnvd-weekly/issue.schema.json"
status "by folder, into a file" 0 "$ZHOUBAO" schema "$top/templates/cnvd-weekly/" -o issue.schema.json
same "is the file" issue.schema.json "$top/templates/cnvd-weekly/issue.schema.json"
status "a card's schema is that of what it extends" 0 "$ZHOUBAO" schema "$top/templates/cnvd-weekly/card-wide" --path
check "by its path" test "$(cat "$out")" = "$(realpath "$top/templates/cnvd-weekly/issue.schema.json")"
for word in ../../etc /etc cnvd-weekly/../..; do
    status "a path that leads out, $word" 1 "$ZHOUBAO" schema $word
    matches "is no template" "^zhoubao: error: there is no template '$word' \\[template.missing-folder\\]$" "$err"
done
status "its path" 0 "$ZHOUBAO" schema cnvd-weekly --path
check "is whole" test "$(cat "$out")" = "$(realpath "$top/templates/cnvd-weekly/issue.schema.json")"
status "a table" 0 "$ZHOUBAO" schema cnvd-weekly --table industries
check "is a Table Schema in its own words" python3 - "$out" <<'EOF'
import json, sys
table = json.load(open(sys.argv[1], encoding="utf-8"))
assert set(table) <= {"fields", "primaryKey", "uniqueKeys", "foreignKeys", "missingValues", "title", "description"}, table
assert all(set(f) <= {"name", "title", "description", "type", "format", "example", "constraints"} and f["type"] for f in table["fields"])
assert [f["name"] for f in table["fields"]] and "x-" not in json.dumps(list(table))
EOF
status "a table that is not there" 1 "$ZHOUBAO" schema cnvd-weekly --table industris
matches "did you mean" "did you mean 'industries'" "$err"
check "prints nothing" test ! -s "$out"
status "a template that is not there" 1 "$ZHOUBAO" schema cnvd-weekl
matches "did you mean" "did you mean 'cnvd-weekly'" "$err"
status "a template without a schema" 1 "$ZHOUBAO" schema small/template
matches "says so" 'template\.schema' "$err"
mkdir -p badschema && echo text >badschema/template.md && echo '{"typ": 1}' >badschema/issue.schema.json
status "a schema that is none" 1 "$ZHOUBAO" schema badschema
matches "says where" 'badschema/issue\.schema\.json:1:2: error: .*schema\.keyword' "$err"
usage "--path of a word" 'are for templates' schema style --path
usage "--path and --table" 'not both' schema cnvd-weekly --path --table types
usage "no template" 'missing: zhoubao schema' schema
status "the reference" 0 "$ZHOUBAO" reference style

# Limits: what goes beyond is an error with a code and the option that allows more; older files stay.
mkdir -p big/template
{ echo 'template: template'; echo 'title: t'; printf 'a: ['; seq -s ', ' 40 | tr -d '\n'; echo ']'; } >big/issue.yaml
printf '{{#a}}{{#a}}{{#a}}\n\n一段文字，不长也不短，要断成几行才放得下，每一段都一样。\n{{/a}}{{/a}}{{/a}}\n' >big/template/template.md
cp "$top"/templates/cnvd-weekly/style.yaml big/template/
echo old >big.pdf
status "more processor time than --cpu" 1 "$ZHOUBAO" render big -o big.pdf --cpu 0.3
# With sanitizers a stage between two questions takes longer than the grace, and the kernel has the last word.
[ -n "${SAN:-}" ] || matches "has a place" '^big/template/template.md:[0-9]+:[0-9]+: error: the run takes more than 0.3 s of processor time.*\[limit\.cpu\]$' "$err"
matches "says what allows more" 'help: --cpu SECONDS' "$err"
check "is found once" test "$(grep -c 'error:' "$err")" = 1
check "leaves the older file" test "$(cat big.pdf)" = old
status "as little in a check" 1 "$ZHOUBAO" check big --cpu 0.3
status "as little for a preview" 1 "$ZHOUBAO" preview big -o big-preview --cpu 0.3
check "which makes nothing" test -z "$(ls big-preview 2>/dev/null)"
if [ "${BUILD##*/}" = san ]; then echo "ok memory # SKIP address sanitizer needs terabytes"; else
    status "more memory than --memory" 1 "$ZHOUBAO" render big -o big.pdf --memory 64
    matches "says what allows more memory" 'out of memory.*64 MB.*\[limit\.memory\]$' "$err"
    check "leaves the older file too" test "$(cat big.pdf)" = old
    status "less memory than the system has" 3 sh -c 'ulimit -d 60000; "$ZHOUBAO" render big -o big.pdf'
    matches "is not the input's fault" '^zhoubao: error: out of memory: ' "$err"
fi
usage "no processor time" 'seconds from' render small --cpu 0
usage "no pages" 'a whole number' render small --max-pages 0
usage "half a file" 'a whole number' render small --max-files 1.5
status "as many pages as there may be" 0 "$ZHOUBAO" render small -o e.pdf --max-pages "$pages" --max-files 1 --cpu 100 --memory 2000
same "gives the same bytes" small.pdf e.pdf
status "as many files as there may be" 1 "$ZHOUBAO" figures small -o charts --max-files 1
matches "for all commands" 'limit\.files' "$err"
left=$(find . -name '*.[A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9]' -type f)
check "no temporary file is left" test -z "$left"
finish
