#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The project's measures of its own code: one test case each; with --print a table of them instead. Needs pmccabe."""
import glob
import os
import re
import statistics
import subprocess
import sys

FOLDERS = "base model templates fonts layout charts render jobs cli".split()
PUBLIC = set("""base/*.h model/value.h model/yaml.h model/csv.h model/data.h model/sql.h model/text.h fonts/fonts.h fonts/run.h
    charts/chart.h render/display_list.h render/render.h layout/layout.h templates/document.h templates/style.h
    templates/style_read.h templates/template.h templates/directive.h""".split())

TABLES = {"templates/style_table.c"}  # files of data are as long as their data

FUNCTION_P90, FUNCTION_MAX, COMPLEXITY, COMPLEX_SHARE = 35, 80, 15, 0.01
FILE_MAX, HEADER_MAX, COLUMNS_MAX = 700, 150, 140


def sources(pattern):
    return sorted(path for folder in FOLDERS for path in glob.glob(f"{folder}/{pattern}"))


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read().split("\n")[:-1]


def functions():
    """(lines, complexity, place and name) of every function."""
    paths = sources("*.c")
    output = subprocess.run(["pmccabe", *paths], capture_output=True, text=True, check=True).stdout if paths else ""
    for line in output.splitlines():
        modified, _, _, _, length, where = line.split("\t")
        yield int(length), int(modified), where


def public_headers():
    return sorted(path for pattern in PUBLIC for path in glob.glob(pattern))


def uncommented(path):
    """Declarations of functions in paragraphs (stretches without an empty line) that hold no comment."""
    paragraph = []
    for number, line in enumerate(lines_of(path) + [""], 1):
        if line.strip():
            paragraph.append((number, line))
            continue
        if not any("/*" in text for _, text in paragraph):
            for at, text in paragraph:
                if re.match(r"^(?!typedef|#|return)[a-z].*\bzb_\w+\(", text):
                    yield f"{path}:{at}: {text}"
        paragraph = []


def without_licence():
    for pattern in ["*.c", "*.h"]:
        for path in sources(pattern) + sorted(glob.glob("tests/*/" + pattern)):
            if not (lines_of(path) or [""])[0].startswith("/* SPDX-License-Identifier: Apache-2.0"):
                yield path
    for path in sorted(glob.glob("tests/*") + glob.glob("tests/*/run") + glob.glob(".ci/*") + ["Makefile"]):
        if os.path.isfile(path) and os.access(path, os.X_OK) and not any("SPDX-" in line for line in lines_of(path)[:3]):
            yield path


def too_wide():
    for path in sources("*.[ch]"):
        for number, line in enumerate(lines_of(path), 1):
            if len(line) > COLUMNS_MAX:
                yield f"{path}:{number}: {len(line)} columns"


def share(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0


def measures():
    """(name, value, offenders) of each measure; no offenders: it holds."""
    every = list(functions())
    lengths = [length for length, _, _ in every]
    complex_ones = [f"{where} complexity {c}" for _, c, where in every if c > COMPLEXITY]
    files = {path: len(lines_of(path)) for path in sources("*.c")}
    headers = {path: len(lines_of(path)) for path in public_headers()}
    p90 = share(lengths, 0.9)
    yield "lines of C", sum(files.values()) + sum(len(lines_of(path)) for path in sources("*.h")), []
    yield "functions", len(every), []
    yield "function length, median", statistics.median(lengths) if lengths else 0, []
    longest = [f"{where} {n} lines" for n, _, where in sorted(every, reverse=True)[: len(every) // 10]]
    yield f"function length, 90th percentile <= {FUNCTION_P90}", p90, longest if p90 > FUNCTION_P90 else []
    too_long = [f"{where} {length} lines" for length, _, where in every if length > FUNCTION_MAX]
    yield f"function length, longest <= {FUNCTION_MAX}", max(lengths, default=0), too_long
    too_complex = complex_ones if len(complex_ones) > COMPLEX_SHARE * len(every) else []
    yield f"functions above complexity {COMPLEXITY} < {COMPLEX_SHARE:.0%}", len(complex_ones), too_complex
    yield "file length, median", statistics.median(files.values()) if files else 0, []
    large = [f"{path} {n} lines" for path, n in files.items() if n > FILE_MAX and path not in TABLES]
    yield f"file length, longest <= {FILE_MAX}", max(files.values(), default=0), large
    high = [f"{path} {n} lines" for path, n in headers.items() if n > HEADER_MAX]
    yield f"public header length, longest <= {HEADER_MAX}", max(headers.values(), default=0), high
    bare = [place for path in headers for place in uncommented(path)]
    yield "public functions without a comment", len(bare), bare
    unlicensed = list(without_licence())
    yield "files without a licence line", len(unlicensed), unlicensed
    wide = list(too_wide())
    yield f"lines wider than {COLUMNS_MAX} columns", len(wide), wide


def main():
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    printing = "--print" in sys.argv[1:]
    failed = False
    for name, value, offenders in measures():
        failed |= bool(offenders)
        if printing:
            print(f"{value:>9g}  {name}")
        else:
            print(f"{'not ok' if offenders else 'ok'} {name}: {value:g}")
        for offender in offenders:
            print("# " + offender if not printing else "           " + offender)
    return failed and not printing


sys.exit(main())
