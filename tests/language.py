#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Messages in Chinese: the catalogue has every message of the sources, with the same arguments; every case of tests/diagnostics gives the
same findings in both languages, and nothing English in Chinese ones but what is quoted; help, usage and summaries are in one language."""
import concurrent.futures
import glob
import importlib.machinery
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(TOP, "build")))
PROGRAM = os.path.abspath(os.environ.get("ZHOUBAO", os.path.join(BUILD, "zhoubao")))
SCRATCH = os.path.abspath(os.environ.get("SCRATCH") or os.path.join(BUILD, "scratch", "language"))
SECONDS = 900 if os.environ.get("SAN") else 120  # cases that run into a limit take long with sanitizers
os.chdir(TOP)
sys.dont_write_bytecode = True
failures = 0


def load(name, path):
    loader = importlib.machinery.SourceFileLoader(name, path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


messages = load("messages", "po/messages.py")


def report(name, problems):
    global failures
    problems = [str(p) for p in problems]
    failures += bool(problems)
    print(("not ok " if problems else "ok ") + name, flush=True)
    for problem in problems[:30]:
        print("# " + problem.replace("\n", "\n# "))


# The catalogue ---------------------------------------------------------------------------------------------------------------

def read_po(path):
    """{message: (translation, flags)}"""
    found, flags, key, texts = {}, "", None, {}
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n") + [""]
    for line in lines:
        if line.startswith("#,"):
            flags += line
        elif match := re.match(r'(?:(msgid|msgstr) )?"(.*)"$', line):
            key = match[1] or key
            texts[key] = texts.get(key, "") + messages.unescape(match[2])
        elif not line and "msgid" in texts:
            found[texts["msgid"]] = (texts.get("msgstr", ""), flags)
            flags, key, texts = "", None, {}
    return found


def arguments(text):
    """The arguments that a format takes: {number: conversion}; '*' takes one too."""
    taken, following = {}, [1]

    def take(kind, place):
        number = int(place) if place else following[0]
        following[0] += not place
        taken[number] = kind

    for match in messages.CONVERSION.finditer(text):
        whole = match.group()
        if whole.endswith("%"):
            continue
        place = re.match(r"%(\d+)\$", whole)
        for star in re.finditer(r"\*(?:(\d+)\$)?", whole):
            take("*", star[1])
        take(re.search(r"(?:hh|h|ll|l|j|z|t|L)?[a-zA-Z]$", whole).group(), place and place[1])
    return taken


CODE = re.compile(r"“[^”]*”|\{[^}]*\}|\[[^\]]*\]|''")
NARROW = re.compile(r"[\u4e00-\u9fff”][,;:?!](?![\d/*%\w])|[\u4e00-\u9fff] ?\(|'%[^']*'")


def check_catalogue():
    wanted, have = messages.messages(), read_po("po/zh_CN.po")
    have.pop("", None)
    report("every message of the sources is in the catalogue: `make po`, then translate",
           [f"{paths[0]}: {text!r}" for text, paths in wanted.items() if text not in have])
    report("the catalogue has no message that the sources have not: `make po`", [repr(text) for text in have if text not in wanted])
    report("every message is translated", [repr(text) for text, (zh, _) in have.items() if not zh])
    report("translations take the arguments of the message",
           [f"{text!r}: {zh!r}" for text, (zh, flags) in have.items() if zh and "c-format" in flags and arguments(text) != arguments(zh)])
    report("formats are marked as such", [repr(text) for text, (_, flags) in have.items()
                                          if messages.CONVERSION.search(text.replace("%%", "")) and "c-format" not in flags])
    report("Chinese has full-width punctuation", [f"{text!r}: {zh!r}" for text, (zh, _) in have.items()
                                                  if "\n" not in text and NARROW.search(CODE.sub("", zh))])
    done = subprocess.run(["msgfmt", "--check", "-o", os.devnull, "po/zh_CN.po"], capture_output=True, text=True, check=False)
    report("msgfmt finds nothing", [done.stderr] if done.returncode or done.stderr else [])


# Cases -----------------------------------------------------------------------------------------------------------------------

# Quoted texts, code, names of files and options, and units are the same in both languages.
SAME = re.compile(r"“[^”]*”|\"[^\"]*\"|'[^']*'|`[^`]*`|\{[^}]*\}|\[[^\]]*\]|<[^>]*>|\(\d[^)]*\)|https?:\S+|--?[a-z][-a-z=]*|[\w./-]+\.(?:csv|md|yaml|json|sql|"
                  r"pdf|png|svg|webp|case|ttf|otf)\S*|U\+[0-9A-F]+|\b(?:SELECT|SVG|PNG|PDF|JSON|YAML|CSV|SQL|HTML|UTF)\b")
ENGLISH = re.compile(r"\b(?:a|an|the|is|are|has|have|not|no|of|to|with|it|this|that|which|and|in|than|cannot|must|there)\b [A-Za-z]+|"
                     r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}")


def english_in(text):
    match = ENGLISH.search(SAME.sub("·", text or ""))
    return match and match.group()


def read_case(path):
    header, files, name = [], {}, None
    with open(path, encoding="utf-8", newline="") as file:
        for line in file:
            match = re.match(r"^-- (\S+) --\n$", line)
            if match:
                name = match.group(1)
                files[name] = ""
            elif name:
                files[name] += line
            elif line.strip() and not line.startswith("#"):
                key, _, value = line.partition(":")
                header.append((key.strip(), value.strip()))
    return header, files


def find(folder, command, language):
    done = subprocess.run([PROGRAM, *command, "--lang", language, "--diagnostics", "json"], cwd=folder, capture_output=True, timeout=SECONDS,
                          check=False)
    found = []
    for line in done.stderr.decode("utf-8", "replace").splitlines():
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            found.append({"code": None, "message": line, "help": None})
    return done.returncode, found


FIXED = ["code", "severity", "file", "line", "column", "endLine", "endColumn", "accepted"]


def compare(path):
    """What is wrong with the findings of one case in Chinese."""
    header, files = read_case(path)
    command = shlex.split(dict(header).get("command", "render issue.yaml -o out.pdf"))
    problems, told = [], []
    for language in ("en", "zh"):
        folder = tempfile.mkdtemp(dir=SCRATCH)
        shutil.copytree("tests/diagnostics/base", folder, dirs_exist_ok=True)
        for name, text in files.items():
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
                file.write(text)
        for preparation in [value for key, value in header if key == "prepare"]:
            subprocess.run(preparation, shell=True, cwd=folder, check=True)
        told.append(find(folder, command, language))
        shutil.rmtree(folder)
    (status, english), (status_zh, chinese) = told
    if status != status_zh or len(english) != len(chinese):
        problems.append(f"exit status {status} and {status_zh}, {len(english)} and {len(chinese)} findings")
    templates = dict(header).get("language") == "template"
    for en, zh in zip(english, chinese):
        if any(en.get(key) != zh.get(key) for key in FIXED):
            problems.append(f"{[en.get(key) for key in FIXED]} is {[zh.get(key) for key in FIXED]}")
        if (en["code"] or "").startswith("check.") or templates:
            continue  # in the words of the template
        for key in ("message", "help"):
            if en[key] and (english_in(zh[key]) or (en[key] == zh[key] and re.search("[a-z]{3} [a-z]{3}", SAME.sub("·", en[key])))):
                problems.append(f"[{zh['code']}] {key}: {zh[key]}")
    return problems


def check_cases():
    os.makedirs(SCRATCH, exist_ok=True)
    paths = [path for path in sorted(glob.glob("tests/diagnostics/*.case")) if "command: batch" not in open(path, encoding="utf-8").read()]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path, problems in zip(paths, pool.map(compare, paths)):
            report("Chinese " + os.path.basename(path)[:-5], problems)


# The command line ------------------------------------------------------------------------------------------------------------

def say(*arguments, **variables):
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, env={**environment, **variables}, check=False)
    return done.stdout + done.stderr


def is_chinese(text):
    return re.search("[\u4e00-\u9fff]", text) is not None


def check_environment():
    wanted = [({}, False), ({"LANG": "zh_CN.UTF-8"}, True), ({"LANG": "zh"}, True), ({"LANG": "zh_TW.Big5"}, True), ({"LANG": "zhx"}, False),
              ({"LANG": "en_US.UTF-8"}, False), ({"LANG": "C", "LANGUAGE": "zh"}, False), ({"LANG": "POSIX", "LANGUAGE": "zh"}, False),
              ({"LANGUAGE": "zh"}, False), ({"LANG": "en_GB", "LANGUAGE": "zh_CN:en"}, True), ({"LANG": "zh_CN", "LANGUAGE": "en:zh"}, False),
              ({"LANG": "zh_CN", "LANGUAGE": "fr:zh"}, True), ({"LANG": "zh_CN", "LC_MESSAGES": "en_US"}, False),
              ({"LANG": "en_US", "LC_MESSAGES": "zh_CN"}, True), ({"LANG": "zh_CN", "LC_ALL": "C"}, False),
              ({"LANG": "zh_CN", "LC_ALL": "C.UTF-8"}, False), ({"LC_ALL": "zh_CN.UTF-8", "LC_MESSAGES": "en"}, True),
              ({"LC_ALL": "", "LANG": "zh_CN"}, True), ({"LC_CTYPE": "zh_CN.UTF-8"}, False)]
    for variables, chinese in wanted:
        text = say("render", **variables)
        report(f"{variables} is {'Chinese' if chinese else 'English'}", [] if is_chinese(text) == chinese else [text])
    report("--lang is stronger", [t for t in [say("render", "--lang", "en", LANG="zh_CN")] if is_chinese(t)] +
           [t for t in [say("render", "--lang=zh", LANG="en_US")] if not is_chinese(t)])
    report("--lang fr is refused", [] if "--lang" in say("render", "--lang", "fr", "x") else ["it is not"])
    text = say("--man", LANG="zh_CN")
    report("the manual page is English, whoever builds", [text] if is_chinese(text) else [])


def check_help():
    commands = re.findall(r"^  ([a-z]+) ", say("--help").split("options:")[0], re.M)
    for command in [None, *commands]:
        words = [command] if command else []
        english, chinese = say(*words, "--help", "--lang", "en"), say(*words, "--help", "--lang", "zh")
        problems = [line for line in chinese.splitlines() if english_in(line)]
        problems += [f"{len(english.splitlines())} and {len(chinese.splitlines())} lines"] if command is None and len(
            english.splitlines()) != len(chinese.splitlines()) else []
        problems += ["Chinese in English"] if is_chinese(english) else []
        options = [re.findall(r"^  (?:-., )?(--[a-z-]+)", text, re.M) for text in (english, chinese)]
        report(f"help of {command or 'the program'}", problems + ([] if options[0] == options[1] else [str(options)]))
    for words in [["render"], ["rendr"], ["render", "--hlep"], ["dump", "dat", "x"], ["render", "--dpi", "1", "x"], ["render", "--dpi"], [],
                  ["render", "a", "b"], ["chart", "--jsonl", "x"], ["check", "x", "--lang=en", "--lang", "zh"], ["render", "x", "-o", "y"]]:
        text = say(*words, "--lang", "zh")
        problems = [line for line in text.splitlines() if english_in(line)] + ([] if is_chinese(text) else [text])
        report("usage of " + " ".join(words), problems)


def main():
    check_catalogue()
    check_environment()
    check_help()
    check_cases()
    return bool(failures)


sys.exit(main())
