#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who may include whom: the folders keep the order of the pipeline only if nothing reaches round it. One case a folder."""
import glob
import os
import re
import sys

MODEL = ["model/value.h", "model/yaml.h", "model/csv.h", "model/data.h", "model/sql.h", "model/text.h", "model/json.h",
         "model/schema.h", "model/usage.h"]
FONTS = ["fonts/fonts.h", "fonts/run.h"]  # and how much of them was used: for cli alone
DOCUMENT = ["templates/document.h", "templates/style.h"]
TEMPLATES = DOCUMENT + ["templates/template.h", "templates/style_read.h", "templates/directive.h"]
LIST, CHART, LAYOUT, RENDER = "render/display_list.h", "charts/chart.h", "layout/layout.h", "render/render.h"

# folder: (headers of other folders, headers of libraries). A folder may always include its own; all but base may include base.
RULES = {
    "base": ([], ["xxhash.h", "malloc.h", "linux/openat2.h", "sys/syscall.h"]),
    "model": ([], ["libfyaml.h", "csv.h", "sqlite3.h", "iconv.h", "pcre2.h"]),
    "fonts": ([], ["pango/", "hb", "glib", "fontconfig/", "ft2build.h", "freetype/", "FT_", "cairo.h", "cairo-ft.h"]),
    "render": (FONTS, ["cairo", "libdeflate.h", "turbojpeg.h", "webp/"]),
    "charts": (FONTS + [LIST], []),
    "templates": (MODEL + [CHART], ["cmark-gfm"]),
    "layout": (FONTS + DOCUMENT + [CHART, LIST], ["hyphen.h"]),
    "jobs": ([], ["malloc.h", "sys/syscall.h", "sched.h", "linux/audit.h", "linux/filter.h", "linux/seccomp.h"]),
    "cli": (MODEL + FONTS + ["fonts/use.h"] + TEMPLATES + [CHART, LAYOUT, LIST, RENDER, "jobs/jobs.h"], ["dlfcn.h"]),
}

# What the C library and POSIX give: every folder may use it. (No setjmp: see docs/architecture.md.)
STANDARD = set("""assert ctype dirent errno fcntl fenv float inttypes limits locale math poll pthread signal stdalign stdarg
    stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string strings time unistd wchar
    sys/file sys/ioctl sys/mman sys/prctl sys/random sys/resource sys/socket sys/stat sys/time sys/types sys/uio sys/wait""".split())

INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>|(\w+))')


def allowed(folder, own, standard, macro):
    others, libraries = RULES[folder]
    if own:
        return own.startswith(folder + "/") or own in others or (own.startswith("base/") and folder != "base")
    if standard and standard.endswith(".h") and standard[:-2] in STANDARD:
        return True
    return any((standard or macro).startswith(prefix) for prefix in libraries)


def offences(folder):
    for path in sorted(glob.glob(folder + "/*.[ch]")):
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                match = INCLUDE.match(line)
                if match and not allowed(folder, *match.groups()):
                    yield f"{path}:{number}: {line.strip()}"


def report(name, problems):
    print(("not ok " if problems else "ok ") + name)
    for problem in problems:
        print("# " + problem)
    return bool(problems)


def main():
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    known = set(RULES) | {"tests", "samples", "docs", "po", "build"}
    strange = [name for name in sorted(os.listdir(".")) if os.path.isdir(name) and not name.startswith(".") and name not in known]
    failed = report("no other folders at the top", strange)
    for folder in RULES:
        failed |= report("includes of " + folder, list(offences(folder)))
    return failed


sys.exit(main())
