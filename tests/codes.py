#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every diagnostic code of the sources is in docs/diagnostics.md, and the other way round. A code is a string literal stage.problem."""
import glob
import os
import re
import sys

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
FOLDERS = "base model templates fonts layout charts render jobs cli".split()
CODE = r"[a-z0-9]+\.[a-z0-9]+(?:-[a-z0-9]+)*"
# Stages whose codes reach zb_diag_add through a macro or a table.
INDIRECT = {"findings", "lint", "vega", "echarts", "jsonl", "system"}
# Literals that look like codes and are none: file names, and the properties of tables.
TABLES = {"templates/style_table.c"}
SUFFIX = re.compile(r"\.(md|yaml|yml|csv|sql|json|png|jpg|svg|pdf|xml|txt|ttf|otf|ttc|org|com)$")


def literals(path):
    with open(path, encoding="utf-8") as file:
        text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
    # A process that has no memory left prints its message itself.
    return set(re.findall(rf'"({CODE})"', text)) | set(re.findall(rf'"[^"]*\[({CODE})\]\\n"', text))


def sources():
    """Stages are known from the codes that stand directly in a call of zb_diag_add; other literals of these stages count too."""
    paths = [path for folder in FOLDERS for path in sorted(glob.glob(folder + "/*.c"))]
    stages, found = set(INDIRECT), {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for code in re.findall(rf'zb_diag_add\([^;"]*"({CODE})"', file.read()):
                stages.add(code.split(".")[0])
                found.setdefault(code, path)
    for path in paths:
        if path in TABLES:
            continue
        for code in literals(path):
            if code.split(".")[0] in stages and not SUFFIX.search(code):
                found.setdefault(code, path)
    return found


def documented():
    if not os.path.exists("docs/diagnostics.md"):
        return set()
    with open("docs/diagnostics.md", encoding="utf-8") as file:
        return set(re.findall(rf"^\| `({CODE})` \|", file.read(), re.M))


def main():
    code, docs = sources(), documented()
    problems = [f"{name} ({code[name]}) is not in docs/diagnostics.md" for name in sorted(set(code) - docs)]
    problems += [f"{name} of docs/diagnostics.md is not in the sources" for name in sorted(docs - set(code))]
    print(("not ok" if problems else "ok") + f" {len(code)} diagnostic codes are documented")
    for problem in problems:
        print("# " + problem)
    return bool(problems)


sys.exit(main())
