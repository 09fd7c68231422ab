#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""messages.py: prints the template of the catalogues (POT) from the sources, for `make po` and the tests.

A message is a string literal of the sources that is
- two words or more, whatever it is used for, but for those that po/not-messages lists (queries, names that libraries want, ...);
- or a format or a phrase that stands directly in a call of a function that speaks (SPEAKERS), or in N_(...).
So a message needs no mark, and one that was forgotten is found. xgettext cannot do that: it wants marks, and with --extract-all it ends
at the first literal that is not UTF-8."""
import glob
import os
import re

FOLDERS = "base model templates fonts layout charts render jobs cli".split()
SPEAKERS = set("""zb_diag_add zb_diag_hint zb_usage_error zb_say zb_say_to zb_say_file zb_tr N_ zb_fault_add zb_table_fault zb_pdf_fault
    apply_count report_size limit_check parts_report report_failure""".split())
TOKEN = re.compile(r"""
    (?P<skip>/\*.*?\*/|//[^\n]*|\\\n|[^\S\n]+)
  | (?P<string>"(?:[^"\\\n]|\\.|\\\n)*")
  | (?P<char>'(?:[^'\\\n]|\\.)+')
  | (?P<word>[A-Za-z_]\w*)
  | (?P<newline>\n)
  | (?P<other>.)""", re.X | re.S)
CODE = re.compile(r"^[a-z0-9]+\.[a-z0-9]+(?:-[a-z0-9]+)*$")
WORDS = re.compile(r"^an? [a-z]{3}|[A-Za-z]{2,}[,;:.)']*\s+[('A-Za-z%]|[A-Za-z%.*]{2,}'?\s+[A-Za-z]{2,}")
CONVERSION = re.compile(r"%(?:\d+\$)?[-+ #0]*(?:\*(?:\d+\$)?|\d+)?(?:\.(?:\*(?:\d+\$)?|\d+)?)?(?:hh|h|ll|l|j|z|t|L)?[diouxXeEfFgGaAcspn%]")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'", "?": "?", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def unescape(body):
    """The text of a literal's inside, or None where it is no UTF-8."""
    out, at = bytearray(), 0
    while at < len(body):
        if body[at] != "\\":
            out += body[at].encode()
            at += 1
        elif match := re.compile(r"\\([0-7]{1,3})|\\x([0-9A-Fa-f]+)").match(body, at):
            out.append(int(match[1], 8) & 255 if match[1] else int(match[2], 16) & 255)
            at = match.end()
        elif match := re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})").match(body, at):
            out += chr(int(match[1] or match[2], 16)).encode("utf-8", "replace")
            at = match.end()
        else:
            out += ESCAPES.get(body[at + 1], "").encode()
            at += 2
    try:
        return out.decode()
    except UnicodeDecodeError:
        return None


def macros():
    """{name: inside} of the macros that are one string literal: they stand within messages."""
    found = {}
    for path in glob.glob("*/*.[ch]"):
        with open(path, encoding="utf-8") as file:
            found.update(re.findall(r'^#define ([A-Z][A-Z0-9_]*) "((?:[^"\\\n]|\\.)*)"\s*(?:/\*.*)?$', file.read(), re.M))
    return found


def literals(path, known):
    """(text, the call it stands directly in) of each literal; neighbours, and the macros that are `known` between them, are one."""
    with open(path, encoding="utf-8") as file:
        source = file.read()
    stack, last, run, pending, start, directive = [], "", None, "", True, False
    tokens = [(m.lastgroup, m.group()) for m in TOKEN.finditer(source) if m.lastgroup != "skip"]
    for kind, text in tokens + [("other", ";")]:
        if kind == "newline" and not directive:
            start = True
            continue
        if start and text == "#":
            directive = True
        start = kind == "newline"
        if kind == "string" or (kind == "word" and text in known and last != "define"):
            pending += "\0" + (text[1:-1] if kind == "string" else known[text])
            run = run or kind == "string"
            continue
        if run:
            parts = [unescape(part) for part in pending.split("\0")[1:]]
            if None not in parts:
                yield "".join(parts), stack[-1] if stack else ""
        run, pending = None, ""
        if text == "(":
            stack.append(last)
        elif text == ")" and stack:
            stack.pop()
        directive = directive and kind != "newline"
        last = text if kind == "word" else ""


def wanted(text, call):
    bare = CONVERSION.sub("", text).strip()
    if call in SPEAKERS:
        return bare != "" and not CODE.match(text)
    return WORDS.search(text) is not None and not CODE.match(text)


def left_out():
    """What po/not-messages says: whether a text is none, the files and the calls without any."""
    exact, begins, forms, files, calls = set(), [], [], set(), set()
    with open("po/not-messages", encoding="utf-8") as file:
        for line in file.read().split("\n"):
            if not line or line.startswith("#"):
                continue
            if len(line) > 2 and line.startswith("/") and line.endswith("/"):
                forms.append(re.compile(line[1:-1]))
            elif re.match(r"\w+/\w+\.[ch]:$", line):
                files.add(line[:-1])
            elif re.match(r"\w+\($", line):
                calls.add(line[:-1])
            elif line.endswith("*"):
                begins.append(unescape(line[:-1]))
            else:
                exact.add(unescape(line))
    return lambda text: text in exact or text.startswith(tuple(begins)) or any(form.search(text) for form in forms), files, calls


def messages():
    """{text: [files]} in the order of the sources. What the system and libraries say comes from po/foreign, a line each."""
    is_none, files, calls = left_out()
    found, known = {}, macros()
    with open("po/foreign", encoding="utf-8") as file:
        found.update({line: ["po/foreign"] for line in file.read().split("\n") if line and not line.startswith("#")})
    for folder in FOLDERS:
        for path in sorted(glob.glob(folder + "/*.[ch]")):
            if path in files:
                continue
            for text, call in literals(path, known):
                if call in calls or not wanted(text, call) or is_none(text):
                    continue
                if path not in found.setdefault(text, []):
                    found[text].append(path)
    return found


def quoted(text):
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\033", "\\033")
    lines = text.split("\n")
    if len(lines) == 1:
        return f'"{text}"'
    parts = [line + "\\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    return f'"{parts[0]}"' if len(parts) == 1 else '""\n' + "\n".join(f'"{part}"' for part in parts)


def main():
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    found = messages()
    print('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"')
    for text, paths in found.items():
        print("\n#: " + " ".join(paths))
        if CONVERSION.search(text.replace("%%", "")):
            print("#, c-format")
        print(f'msgid {quoted(text)}\nmsgstr ""')



if __name__ == "__main__":
    main()
