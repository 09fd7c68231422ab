#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a run takes from outside and tells outside: --set, --deps, --if-changed."""
import json
import os
import shutil
import subprocess
import sys

TOP = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(TOP, "build")))
PROGRAM = os.path.abspath(os.environ.get("ZHOUBAO", os.path.join(BUILD, "zhoubao")))
SCRATCH = os.path.abspath(os.environ.get("SCRATCH") or os.path.join(BUILD, "scratch", "outside"))
failures = 0


def report(fine, name, *problems):
    global failures
    failures += not fine
    print(("ok " if fine else "not ok ") + name, flush=True)
    if not fine:
        for line in "\n".join(str(p) for p in problems).splitlines()[:20]:
            print("# " + line)


def run(*arguments):
    done = subprocess.run([PROGRAM, *arguments], cwd=SCRATCH, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def write(path, text):
    path = os.path.join(SCRATCH, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def read(path):
    with open(os.path.join(SCRATCH, path), "rb") as file:
        return file.read()


def issue(folder):
    write(f"{folder}/issue.yaml", "template: template\ntitle: 题\nnumber: 7\nlist: [{a: 1}, {a: 2}]\na.b: 点\ntables: {t: t.csv}\n")
    write(f"{folder}/t.csv", "n\n1\n")
    write(f"{folder}/template/template.md", "# {{title}}\n\n{{number}}\n\n{{#t}}\n{{n}}\n\n{{/t}}\n")


def check_set():
    cases = {
        "number=72": "number: 72 ", "number=-1.50": "number: -1.50 ", "number=007": 'number: "007" ', "number=\"7\"": 'number: "7" ',
        "number=true": "number: true ", "number=": "number: null ", "number=''": 'number: "" ', "title=a: b # c": 'title: "a: b # c" ',
        "title=x=y": 'title: "x=y" ', "list.1.a=9": "a: 9 ", "list=[甲, 乙]": 'list: [2] ', "new.deep.key=1": "key: 1 ", "a.b=x": 'a.b: "x" ',
        "list.0={a: 5}": "a: 5 ",
    }
    for given, wanted in cases.items():
        status, out, err = run("dump", "data", "issue", "--set", given)
        lines = [line.strip() for line in out.decode().splitlines() if "@--set " + given.split("=")[0] + ":" in line]
        report(status == 0 and any(line.startswith(wanted) for line in lines), f"--set {given}", wanted, *lines, err)
    plain = run("dump", "document", "issue")[1]
    write("other/issue.yaml", read("issue/issue.yaml").decode().replace("number: 7", "number: 72"))
    write("other/t.csv", "n\n1\n")
    shutil.copytree(os.path.join(SCRATCH, "issue/template"), os.path.join(SCRATCH, "other/template"))
    run("render", "other", "-o", "other.pdf")
    run("render", "issue", "--set", "number=1", "--set=number=72", "-o", "set.pdf")
    report(read("other.pdf") == read("set.pdf"), "the last one counts, and the same bytes come as from the file")
    report(run("dump", "document", "issue")[1] == plain, "and nothing stays")
    report(b"@u.csv:" in run("dump", "data", "issue", "--set", "tables.t=u.csv")[1], "a table from another file")
    for given, code in {"list.2.a=1": "[set.path]", "list.x=1": "[set.path]", "title.x=1": "[set.path]", "title=[": "[yaml.syntax]",
                        "title=a\x01b": "[text.control]", "tables.t=none.csv": "[file.missing]"}.items():
        status, _, err = run("check", "issue", "--set", given)
        report(status == 1 and code in err and f"--set {given.split('=')[0]}:" in err, f"an error at --set {given!r}", err)
    status, _, err = run("check", os.path.join(TOP, "samples/2019-26"), "--set", "severity.high=三")
    report(status == 1 and "--set severity.high: error: '三'" in err and "[schema.type]" in err, "held against the schema", err)
    log = json.loads(run("check", "issue", "--set", "title.x=1", "--diagnostics", "sarif")[2])
    report("locations" not in log["runs"][0]["results"][0], "no file for code hosts", log)
    for wrong in ("number", "=1", ".a=1", "a.=1", "a..b=1"):
        report(run("check", "issue", "--set", wrong)[0] == 2, f"wrong usage: --set {wrong}")


def make(folder):
    return subprocess.run(["make", "-s", "-C", os.path.join(SCRATCH, folder)], capture_output=True, check=False)


def check_deps():
    odd = "odd #1 $x (a) 5%:"
    issue(f"work/{odd}")
    folder = os.path.join(SCRATCH, "work")
    done = subprocess.run([PROGRAM, "render", odd, "-o", "out $1.pdf", "-o", "p-%d.png", "--deps", "out.d"], cwd=folder, capture_output=True, check=False)
    rule = read("work/out.d").decode()
    report(done.returncode == 0 and rule.startswith("out\\ $$1.pdf p-1.png:"), "the outputs are the targets", rule, done.stderr)
    for name in ("issue.yaml", "t.csv", "template/template.md"):
        report(f"odd\\ \\#1\\ $$x\\ (a)\\ 5%\\:/{name} \\\n" in rule, f"{name} is needed", rule)
    write("work/Makefile", "all: out\\ $$1.pdf\nout\\ $$1.pdf:\n\ttouch made '$@'\ninclude out.d\n")
    first = make("work")
    report(first.returncode == 0 and not os.path.exists(f"{folder}/made"), "make has nothing to do", first)
    os.utime(f"{folder}/{odd}/t.csv", (4e9, 4e9))
    report(make("work").returncode == 0 and os.path.exists(f"{folder}/made"), "but when a table changed")
    os.unlink(f"{folder}/{odd}/t.csv")
    report(make("work").returncode == 0, "and goes on when one is gone", make("work"))
    status, _, err = run("render", "issue", "-o", "x.pdf", "--deps", "x.json")
    told = json.loads(read("x.json"))
    kinds = {entry["path"]: entry["kind"] for entry in told["inputs"]}
    wanted = {"issue/issue.yaml": "content", "issue/t.csv": "content", "issue/template/template.md": "content"}
    report(status == 0 and told["outputs"] == ["x.pdf"] and wanted.items() <= kinds.items(), "JSON", told, err)
    report("missing" in kinds.values() and "state" in kinds.values(), "what was looked for in vain, and fonts", kinds)
    report(run("check", "issue", "--deps", "check.d")[0] == 0 and read("check.d").startswith(b"check.d: "), "a run without outputs", read("check.d"))
    report(run("figures", "issue", "-o", "none", "--deps", "f.d")[0] == 0, "every command")
    status, _, err = run("render", "issue", "-o", "x.pdf", "--deps", "issue/t.csv")
    report(status == 1 and "[output.input]" in err and read("issue/t.csv") == b"n\n1\n", "never over an input", err)
    write("chart.yaml", "type: bar\nx: a\ny: n\ndata:\n- {a: 甲, n: 1}\n- {a: 乙, n: 2}\n")
    for command in (["render", "issue", "-o", "x.pdf"], ["dump", "data", "issue", "-o", "x.pdf"], ["chart", "chart.yaml", "-o", "x.svg"]):
        output = command[-1]
        for side, words in ((output, "[output.twice]"), ("./" + output, "[output.twice]"), (command[-3] if command[0] == "chart" else "issue/t.csv", "[output.input]")):
            write(output, "old")
            kept = read(side)
            status, _, err = run(*command, "--deps", side)
            report(status == 1 and err.count(words) == 1 and read(output) == b"old" and read(side) == kept, f"{command[0]}: --deps {side}: all stays", err)
    status, _, err = run("render", "issue", "-o", "x.pdf", "--deps", "nowhere/x.d")
    report(status == 3 and read("x.pdf") == b"old", "no output without the rule of it", err)
    status, _, err = run("render", "issue", "-o", "x.pdf", "--deps", "same", "--diagnostics", "json:same")
    report(status == 1 and err.count("[output.twice]") == 1 and read("x.pdf") == b"old" and not os.path.exists(os.path.join(SCRATCH, "same")), "one file for both", err)
    status, _, err = run("render", "issue", "--set", "title.x=1", "-o", "x.pdf", "--deps", "failed.d")
    report(status == 1 and not os.path.exists(os.path.join(SCRATCH, "failed.d")), "not of a run that failed", err)
    if os.path.basename(BUILD) == "san":
        return  # the leak sanitizer would want to read its list behind the walls
    status, _, err = run("render", "issue", "-o", "walled.pdf", "--sandbox", "--deps", "deps/w.d")
    report(status == 3, "a folder that is not there", err)
    os.mkdir(os.path.join(SCRATCH, "deps"))
    status, _, err = run("render", "issue", "-o", "walled.pdf", "--sandbox", "--deps", "deps/w.d")
    report(status == 0 and read("deps/w.d").startswith(b"walled.pdf:"), "behind walls", err)


def state(path):
    info = os.stat(os.path.join(SCRATCH, path))
    return info.st_ino, info.st_mtime_ns


def check_if_changed():
    command = ["render", "issue", "-o", "c.pdf", "-o", "c-%d.png", "--if-changed"]
    report(run(*command)[0] == 0, "the first run makes all")
    before = state("c.pdf"), state("c-1.png")
    report(run(*command)[0] == 0 and (state("c.pdf"), state("c-1.png")) == before, "the second leaves them alone")
    png = read("c-1.png")
    write("c-1.png", "x" * len(png))
    report(run(*command)[0] == 0 and read("c-1.png") == png and state("c.pdf") == before[0], "one of the same size, but other bytes, is made again")
    pdf = read("c.pdf")
    report(run(*command, "--set", "number=8")[0] == 0 and read("c.pdf") != pdf, "what changed is written")
    before = state("c.pdf")
    report(run(*command[:-1], "--set", "number=8")[0] == 0 and state("c.pdf") != before, "without the option all is written")
    os.rename(os.path.join(SCRATCH, "c.pdf"), os.path.join(SCRATCH, "real.pdf"))
    os.symlink("real.pdf", os.path.join(SCRATCH, "c.pdf"))
    before = state("real.pdf")
    report(run(*command, "--set", "number=8")[0] == 0 and state("real.pdf") == before, "where a link leads, too")
    status, out, _ = run("render", "issue", "-o", "-", "--if-changed")
    report(status == 0 and out.startswith(b"%PDF"), "standard output is always written")
    left = [name for name in os.listdir(SCRATCH) if name.startswith(".zhoubao")]
    report(not left, "nothing is left", left)


shutil.rmtree(SCRATCH, ignore_errors=True)
issue("issue")
write("issue/u.csv", "n\n2\n")
check_set()
check_deps()
check_if_changed()
sys.exit(failures > 0)
