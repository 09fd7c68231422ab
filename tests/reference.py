#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The references in docs/ are those that the program prints: in each file, what stands between `<!-- begin: WHAT -->` and
`<!-- end: WHAT -->` is the output of `zhoubao reference WHAT`. --update (make docs) writes it there."""
import glob
import os
import re
import subprocess
import sys

TOP = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
BUILD = os.path.join(TOP, os.environ.get("BUILD", "build"))
PROGRAM = os.environ.get("ZHOUBAO", os.path.join(BUILD, "zhoubao"))
PART = re.compile(r"(<!-- begin: (\w+) -->\n).*?(<!-- end: \2 -->)", re.S)


def reference(match):
    done = subprocess.run([PROGRAM, "reference", match.group(2)], capture_output=True, text=True, check=True)
    return match.group(1) + done.stdout.rstrip("\n") + "\n" + match.group(3)


def main():
    failed = seen = 0
    for path in sorted(glob.glob(os.path.join(TOP, "docs", "*.md"))):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        new = PART.sub(reference, text)
        if "--update" in sys.argv[1:] and new != text:
            with open(path, "w", encoding="utf-8") as file:
                file.write(new)
            print("rewritten: " + os.path.relpath(path, TOP))
        elif "--update" not in sys.argv[1:] and PART.search(text):
            seen += 1
            failed += new != text
            print(("ok " if new == text else "not ok ") + "references in " + os.path.relpath(path, TOP))
            if new != text:
                print("# make docs writes them anew")
    return failed or not (seen or "--update" in sys.argv[1:])


sys.exit(1 if main() else 0)
