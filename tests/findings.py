#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""--diagnostics: the same findings as text, JSON lines and SARIF, for every command, well-formed whatever the input is."""
import json
import os
import re
import shutil
import subprocess
import sys

TOP = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(TOP, "build")))
PROGRAM = os.path.abspath(os.environ.get("ZHOUBAO", os.path.join(BUILD, "zhoubao")))
SCRATCH = os.path.abspath(os.environ.get("SCRATCH") or os.path.join(BUILD, "scratch", "findings"))
SAMPLE = os.path.join(TOP, "samples", "2019-26")
KEYS = ["code", "severity", "file", "line", "column", "endLine", "endColumn", "message", "help", "accepted", "related"]
HEAD = "template: template\ntitle: 测试\nseverity: {high: 72}\n"
failures = 0


def report(name, problems):
    global failures
    problems = [str(p) for p in problems]
    failures += bool(problems)
    print(("not ok " if problems else "ok ") + name, flush=True)
    for problem in "\n".join(problems).splitlines()[:20]:
        print("# " + problem)


def run(*arguments, stdin=b""):
    if arguments[0] == "batch" or "charts" in arguments:
        arguments += ("--no-sandbox",)  # where the kernel has no walls, that is one more finding
    done = subprocess.run([PROGRAM, *arguments], cwd=SCRATCH, input=stdin, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


def issue(name, yaml, template="# {{title}}\n", more=None):
    folder = os.path.join(SCRATCH, name)
    os.makedirs(os.path.join(folder, "template"), exist_ok=True)
    for path, text in {"issue.yaml": yaml, "template/template.md": template, **(more or {})}.items():
        with open(os.path.join(folder.encode(), os.fsencode(path)), "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
    return name


def places(text):
    """The heads of the findings of a text: (file, line, column, severity, message, code)."""
    found = []
    for line in text.decode("utf-8", "replace").splitlines():
        match = re.match(r"^(.*?)(?::(\d+))?(?::(\d+))?: (note|warning|error): (.*) \[([a-z0-9.-]+)\]$", line)
        if match:
            file, row, column, severity, message, code = match.groups()
            found.append((None if file == "zhoubao" else file, int(row) if row else None, int(column) if column else None,
                          severity, message, code))
    return found


def compare(name, command, stdin=b""):
    """Text, JSON and SARIF say the same; gives the JSON objects and the SARIF run."""
    status, _, text = run(*command, stdin=stdin)
    wanted, problems = places(text), []
    status_json, _, lines = run(*command, "--diagnostics", "json", stdin=stdin)
    status_sarif, _, log = run(*command, "--diagnostics=sarif", stdin=stdin)
    objects, runs = [], [{}]
    try:
        objects = [json.loads(line) for line in lines.decode("utf-8").splitlines()]
        runs = json.loads(log.decode("utf-8"))["runs"]
    except (ValueError, KeyError) as error:
        problems.append(f"not well-formed: {error}")
    problems += [f"keys {list(d)}" for d in objects if list(d) != KEYS]
    got = [(d["file"], d["line"], d["column"], d["severity"], d["message"], d["code"]) for d in objects]
    problems += [] if got == wanted else ["JSON", *got, "text", *wanted]
    results = runs[0].get("results", [])
    got = [(r["level"], r["message"]["text"].split("\nhelp: ")[0], r["ruleId"]) for r in results]
    problems += [] if got == [w[3:] for w in wanted] else ["SARIF", *got, "text", *wanted]
    rules = [rule["id"] for rule in runs[0].get("tool", {}).get("driver", {}).get("rules", [])]
    problems += [] if len(set(rules)) == len(rules) and set(rules) == {w[5] for w in wanted} else [f"rules {rules}"]
    for result, want in zip(results, wanted):
        region = result.get("locations", [{}])[0].get("physicalLocation", {}).get("region", {})
        if (region.get("startLine"), region.get("startColumn")) != want[1:3]:
            problems.append(f"region {region} for {want}")
    if not status == status_json == status_sarif == runs[0].get("invocations", [{}])[0].get("exitCode"):
        problems.append(f"exit statuses {status}, {status_json}, {status_sarif}")
    report(f"{name} ({len(wanted)} findings)", problems)
    return objects, runs[0]


def check_contents():
    objects, log = compare("a second key", ["render", issue("twice", HEAD + "title: 又\n"), "-o", "x.pdf"])
    report("the other place is related", [] if [r["line"] for d in objects for r in d["related"]] == [2] else objects)
    report("in SARIF too", [] if log["results"][0]["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 2 else [log])
    report("where the quoted text ends is known", [] if objects[0]["endColumn"] == objects[0]["column"] + 5 else objects)
    many = issue("several", HEAD + "text: 使⽤户\ntables: {t: t.csv}\n", "# {{titel}} {{title}}\n\n{{text}}{{#t}}{{a}}{{b}}{{/t}}\n", {"t.csv": "a,b\n1,⽤\n"})
    objects, _ = compare("errors and warnings in three files", ["check", many])
    severities = [d["severity"] for d in objects]
    report("errors come first", [] if len(set(severities)) == 2 and severities == sorted(severities) else severities)
    last = run("check", many)[2].decode().splitlines()[-1]
    wanted = "1 error, 2 warnings: 1 in several/template/template.md, 1 in several/issue.yaml, 1 in several/t.csv"
    report("the summary names the files", [] if last == wanted else [last, wanted])
    objects, log = compare("the sample", ["check", SAMPLE])
    reasons = [d["accepted"] for d in objects]
    report("accepted ones say why", [] if len(reasons) == 7 and all(reasons) else objects)
    reasons = [s["justification"] for r in log["results"] for s in r["suppressions"]]
    report("and are suppressed in SARIF", [] if len(reasons) == 7 and all(reasons) else [log])
    compare("nothing to say", ["check", issue("fine", HEAD)])


def check_hostile():
    compare("quotes, backslashes, control characters", ["check", issue("quotes", HEAD, '# {{title}} {{"a\\"}} {{a\tb}} {{𠮷"}}\n')])
    compare("bytes that are no UTF-8", ["check", issue("bytes", b"template: template\ntitle: \xff\xfe\x80\n")])
    compare("no file", ["check", 'no "such"\nfile'])
    compare("no file, no UTF-8", ["check", os.fsdecode(b"no\xff")])
    compare("standard input", ["check", "-", "--template", "fine/template"], stdin=b"title: 1\ntitle: 2\n")
    name = 'odd "name" \\ 100%.csv'
    compare("an odd file name", ["check", issue("odd", HEAD + f"tables: {{t: '{name}'}}\n", "# {{title}}\n", {name: "a,a\n1,2\n"})])
    issue("more", HEAD + "a: 1\n" * 1500)
    _, _, lines = run("check", "more", "--diagnostics", "json")
    objects = [json.loads(line) for line in lines.decode().splitlines()]
    report("more than are kept are counted", [] if objects[-1]["code"] == "findings.more" and len(objects) == 1001 else objects[-1:])
    sarif = json.loads(run("check", "more", "--diagnostics", "sarif")[2])
    report("in SARIF too", [] if len(sarif["runs"][0]["results"]) == 1001 else [])


def check_commands():
    bad = issue("bad", HEAD + "title: 又\n")
    with open(os.path.join(SCRATCH, "chart.yaml"), "w", encoding="utf-8") as file:
        file.write("type: bar\ntpye: bar\n")
    for command in (["render", bad, "-o", "x.pdf"], ["preview", bad], ["figures", bad], ["parts", bad], ["check", bad],
                    ["dump", "data", bad], ["fonts", bad], ["chart", "chart.yaml"]):
        objects, _ = compare(f"zhoubao {command[0]}", command)
        report("which has some", [] if objects else ["none"])


def check_files():
    status, _, err = run("check", "several", "--diagnostics", "sarif:report.sarif")
    with open(os.path.join(SCRATCH, "report.sarif"), encoding="utf-8") as file:
        log = json.load(file)
    report("into a file, and text for people", [] if status == 1 and len(places(err)) == len(log["runs"][0]["results"]) == 3 else [err])
    before = os.path.join(SCRATCH, "fine", "issue.yaml")
    status, _, err = run("check", "fine", "--diagnostics", "json:fine/issue.yaml")
    with open(before, encoding="utf-8") as file:
        report("never over an input", [] if status == 1 and b"[output.input]" in err and file.read() == HEAD else [err])
    for command, output in (("render", "fine.pdf"), ("dump", "fine.txt")):
        with open(os.path.join(SCRATCH, output), "w", encoding="utf-8") as file:
            file.write("old")
        words = ["dump", "data"] if command == "dump" else [command]
        status, _, err = run(*words, "fine", "-o", output, "--diagnostics", f"json:./{output}")
        with open(os.path.join(SCRATCH, output), "rb") as file:
            report("never over an output, which stays old", [] if status == 1 and err.count(b"[output.twice]") == 1 and file.read() == b"old" else [err])
    status, _, err = run("check", "fine", "--diagnostics", "json:none/x")
    report("no such folder", [] if status == 3 and b"[output.open]" in err else [status, err])
    status, _, err = run("check", "several", "--diagnostics", "json:/dev/full")
    report("a full disk", [] if status == 3 and b"[output.write]" in err else [status, err])
    status, _, err = run("check", "fine", "--sandbox", "--diagnostics", "json:walled.json")
    report("behind walls", [] if status == 0 and os.path.exists(os.path.join(SCRATCH, "walled.json")) else [status, err])
    for wrong in (["xml"], ["json:"], ["json", "--timings"]):
        report(f"wrong usage: {' '.join(wrong)}", [] if run("check", "fine", "--diagnostics", *wrong)[0] == 2 else ["status"])


def stream(name, key, command, wanted_status, stdin=b""):
    """The findings of a batch as text, JSON and SARIF, each with its subject; gives the objects."""
    status, _, text = run(*command, stdin=stdin)
    wanted, problems = sorted(places(text), key=str), []
    status_json, _, lines = run(*command, "--force", "--diagnostics", "json", stdin=stdin)
    status_sarif, _, log = run(*command, "--force", "--diagnostics=sarif", stdin=stdin)
    objects = [json.loads(line) for line in lines.decode("utf-8").splitlines()]
    runs = json.loads(log.decode("utf-8"))["runs"]
    problems += [f"keys {list(d)}" for d in objects if list(d) != [key] + KEYS]
    got = sorted([(d["file"], d["line"], d["column"], d["severity"], d["message"], d["code"]) for d in objects], key=str)
    problems += [] if got == wanted and got else ["JSON", *got, "text", *wanted]
    results = [(r["properties"][key], r["ruleId"], r["level"]) for r in runs[0]["results"]]
    problems += [] if results == [(d[key], d["code"], d["severity"]) for d in objects] else ["SARIF", *results]
    rules = [rule["id"] for rule in runs[0]["tool"]["driver"]["rules"]]
    problems += [] if len(runs) == 1 and sorted(rules) == sorted({d["code"] for d in objects}) else [rules]
    statuses = [status, status_json, status_sarif, runs[0]["invocations"][0]["exitCode"]]
    problems += [] if statuses == [wanted_status] * 4 else [statuses]
    report(f"{name} ({len(objects)} findings)", problems)
    return objects


def check_batches():
    shutil.rmtree(os.path.join(SCRATCH, "many"), ignore_errors=True)
    issue("many/a", HEAD + "text: 使⽤户\n", "# {{title}} {{severity.high}} {{text}}\n")
    issue("many/b", HEAD + "title: 又\n")
    issue("many/c", HEAD, "# {{title}} {{severity.high}}\n")
    batch = ["batch", "many", "-o", "made", "--keep-going"]
    objects = stream("a batch", "issue", batch, 1)
    report("each finding has its issue", [] if [d["issue"] for d in objects] == ["many/a/issue.yaml", "many/b/issue.yaml"] else objects)
    with open(os.path.join(SCRATCH, "list.yaml"), "w", encoding="utf-8") as file:
        file.write("- issue: many/a\n- issue: many/a\n  name: a2\n")
    objects = stream("a manifest", "issue", ["batch", "list.yaml", "-o", "made2"], 0)
    report("an issue twice", [] if [d["code"] for d in objects] == ["text.radical"] * 2 else objects)
    objects = [json.loads(line) for line in run("batch", "list.yaml", "-o", "made2", "--diagnostics", "json")[2].splitlines()]
    report("unchanged issues keep their findings", [] if len(objects) == 2 else objects)
    with open(os.path.join(SCRATCH, "list.yaml"), "w", encoding="utf-8") as file:
        file.write("- isue: many/a\n")
    _, _, lines = run("batch", "list.yaml", "-o", "made2", "--diagnostics", "json")
    objects = [json.loads(line) for line in lines.splitlines()]
    report("what is wrong with the list is of no issue", [] if objects and all(d["issue"] is None for d in objects) else [lines])
    with open(os.path.join(SCRATCH, "list.yaml"), "w", encoding="utf-8") as file:
        file.write("- issue: many/a\n  outputs: [{png: {lang: zh, diagnostics: json}}]\n")
    status, _, err = run("batch", "list.yaml", "-o", "made2")
    report("an output of the list has no language and no form", [] if status == 1 and err.count(b"[batch.option]") == 2 else [err])
    status, _, err = run(*batch, "--force", "--diagnostics", "sarif:many.sarif")
    with open(os.path.join(SCRATCH, "many.sarif"), encoding="utf-8") as file:
        log = json.load(file)
    report("into a file, and text for people", [] if status == 1 and len(places(err)) == len(log["runs"][0]["results"]) == 2 and
           b"2 made" in err else [status, err, log])
    run("batch", "many", "-o", "made", "--keep-going", "--diagnostics", "text:many.txt")
    with open(os.path.join(SCRATCH, "many.txt"), "rb") as file:
        report("text into a file", [] if len(places(file.read())) == 2 else ["not both"])
    english = run("batch", "many", "-o", "made", "--keep-going")[2]
    chinese = run("batch", "many", "-o", "made", "--keep-going", "--lang", "zh")[2]
    report("findings of an earlier run are told in the language of this one",
           [] if b"2 unchanged" in english and "生成 1，未变 1".encode() in chinese else [english, chinese])


def check_charts():
    for name, text in {"good": "type: bar\ndata: [{a: x, n: 1}]\nx: a\ny: n\n", "wrong": "type: bar\ntpye: bar\n"}.items():
        with open(os.path.join(SCRATCH, name + ".yaml"), "w", encoding="utf-8") as file:
            file.write(text)
    objects = stream("charts from files", "chart", ["chart", "wrong.yaml", "good.yaml", "none.yaml", "-o", "charts"], 1)
    report("each has its chart", [] if {d["chart"] for d in objects} == {"wrong", "none.yaml"} else objects)
    lines = b'{"id": "l1", "spec": {"type": "bar", "tpye": 1}}\n{"id": 3}\n'
    objects = stream("charts from lines", "chart", ["chart", "--jsonl", "-o", "charts"], 1, stdin=lines)
    report("each has its id or line", [] if {d["chart"] for d in objects} == {"l1", "-:2"} else objects)


shutil.rmtree(SCRATCH, ignore_errors=True)
os.makedirs(SCRATCH)
check_contents()
check_hostile()
check_commands()
check_files()
check_batches()
check_charts()
sys.exit(failures > 0)
