# SPDX-License-Identifier: Apache-2.0
"""What the fault tests share: the commands that are tried, the scene in which each runs (older outputs in place, the right bytes known), the
judge, and the reading of what build/tests/libfaults.so wrote."""
import bisect
import errno
import os
import re
import shutil
import struct
import subprocess
import sys

TOP = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(TOP, "build")))
PROGRAM = os.path.abspath(os.environ.get("ZHOUBAO", os.path.join(BUILD, "zhoubao")))
SCRATCH = os.path.abspath(os.environ.get("SCRATCH") or os.path.join(BUILD, "scratch", "faults"))
SHIM = os.path.join(BUILD, "tests", "libfaults.so")
STYLE = os.path.join(TOP, "templates", "cnvd-weekly", "style.yaml")
FINE, SYSTEM = 0, 3
# What batches keep in their folder besides the outputs (docs/templates.md), and what they write about the run.
STATE = {".zhoubao.batch", ".zhoubao.hashes", "batch.json"}
JOURNAL = ".zhoubao.tmp/journal"  # what a run that had no memory left knows of what it made, for the next one, which removes it


def environment(**more):
    env = {name: value for name, value in os.environ.items() if not name.startswith("FI_") and name != "SOURCE_DATE_EPOCH"}
    env.update(LC_ALL="C.UTF-8", NO_COLOR="1", ZHOUBAO_DATADIR=os.environ.get("ZHOUBAO_DATADIR", TOP))
    env.update({name: str(value) for name, value in more.items() if value is not None})
    return env


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def fresh(path):
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    return path


# ---- the commands ----

# NAME: (arguments, whether standard output is the output). {i} is the issue, {g} the same in GB18030, {s} the sample, {o} the folder of outputs.
COMMANDS = {
    "render-pdf": "render {i} -o {o}/a.pdf",
    "render-png": "render {i} -o {o}/a.png",
    "render-svg": "render {i} -o {o}/a.svg",
    "render-webp": "render {i} -o {o}/a.webp",
    "render-all": "render {i} -o {o}/a.pdf -o {o}/a-%02d.png -o {o}/a-%d.svg -o {o}/w.webp",
    "render-gb": "render {g} -o {o}/a.pdf",
    "parts": "parts {i} -o {o} --format png,svg",
    "parts-new": "parts {i} -o {o}/new --format svg",
    "preview": "preview {i} -o {o}",
    "figures": "figures {i} -o {o}",
    "chart": "chart {i}/chart.yaml -o {o}/c.png",
    "chart-svg": "chart {i}/chart.yaml -o {o}/c.svg",
    "dump": "dump display {i} -o {o}/d.txt",
    "sample-pdf": "render {s} -o {o}/a.pdf",
    "sample-png": "render {s} -o {o}/a.png --dpi 72",
    "sample-preview": "preview {s} -o {o}",
    "schema": "schema cnvd-weekly --table types -o {o}/s.json",
    "fonts": "fonts {i} -o {o}/f.json",
    "stdout-dump": "dump document {i}",
    "stdout-pdf": "render {i} -o - --format pdf",
    "stdout-check": "check {i}",
    "stdout-help": "render --help",
}
BATCHES = {
    "batch-1": "batch {b} -o {o} -q -j 1 --outputs pdf,png",
    "batch-2": "batch {b} -o {o} -q -j 2 --outputs pdf,figures",
    "charts-1": "chart {c}/1.yaml {c}/2.yaml {c}/3.yaml -o {o} -q -j 1 --format svg,png",
    "charts-2": "chart {c}/1.yaml {c}/2.yaml {c}/3.yaml -o {o} -q -j 2 --format png",
}


def make_inputs(folder):
    """The issue with the shipped style, the same in GB18030, two issues for a batch, three charts."""
    fresh(folder)
    issue = f"{folder}/issue"
    shutil.copytree(os.path.join(TOP, "tests", "faults", "issue"), issue)
    shutil.copy(STYLE, f"{issue}/template/style.yaml")
    shutil.copytree(issue, f"{folder}/gb")
    for name in ("issue.yaml", "types.csv"):
        write(f"{folder}/gb/{name}", read(f"{issue}/{name}").decode().encode("gb18030"))
    for number in (1, 2):
        shutil.copytree(issue, f"{folder}/issues/i{number}")
        text = read(f"{issue}/issue.yaml").replace("小周报".encode(), f"小周报之{number}".encode())
        write(f"{folder}/issues/i{number}/issue.yaml", text)
    os.makedirs(f"{folder}/charts")
    shutil.copy(f"{issue}/types.csv", f"{folder}/charts")
    for number, kind in enumerate((b"donut", b"bar", b"hbar"), 1):
        write(f"{folder}/charts/{number}.yaml", read(f"{issue}/chart.yaml").replace(b"donut", kind))
    return {"s": os.path.join(TOP, "samples", "2019-26"), "i": issue, "g": f"{folder}/gb", "b": f"{folder}/issues", "c": f"{folder}/charts"}


class Wrong(Exception):
    """The test itself cannot be held."""


def tree(folder):
    """{path below the folder: bytes} of all files in it."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            found[os.path.relpath(path, folder)] = os.readlink(path).encode() if os.path.islink(path) else read(path)
    return found


class Scene:
    """One command, in a folder of its own: out/ with older versions of every second output, good/ and old/ to compare with."""

    def __init__(self, name, inputs, place):
        self.name, self.place = name, fresh(place)
        self.batch = name in BATCHES
        self.nested = name.endswith("-new")  # makes its folder; the judge in libfaults.so looks at one folder only
        self.to_stdout = name.startswith("stdout-")
        self.out = f"{place}/out"
        words = (BATCHES if self.batch else COMMANDS)[name].split(" ")
        self.arguments = [word.format(o=self.out, **inputs) for word in words]
        for folder in ("out", "keep", "good", "old"):
            os.makedirs(f"{place}/{folder}")
        self.make_good()
        self.reset()

    def make_good(self):
        versions = []
        for _ in range(2):
            fresh(self.out)
            status, said = self.run()
            if status != FINE or messages(said):
                raise Wrong(f"{self.name} without any fault gives {status}: {said.decode(errors='replace')}")
            versions.append((self.outputs(), read(f"{self.place}/stdout"), said))
        if versions[0] != versions[1] or not (versions[0][0] or self.to_stdout):
            raise Wrong(f"{self.name} gives no outputs, or others each time: {sorted(versions[0][0])}")
        self.good, self.good_stdout, self.good_stderr = versions[0]
        names = sorted(self.good)
        self.old = {name: b"an older " + name.encode() for name in names[:: 2] if not self.nested}
        for name, data in self.good.items():
            os.makedirs(os.path.dirname(f"{self.place}/good/{name}"), exist_ok=True)
            write(f"{self.place}/good/{name}", data)
        for name, data in self.old.items():
            os.makedirs(os.path.dirname(f"{self.place}/old/{name}"), exist_ok=True)
            write(f"{self.place}/old/{name}", data)
        write(f"{self.place}/good-stdout", self.good_stdout)
        write(f"{self.place}/good-stderr", self.good_stderr)

    def reset(self):
        """Older outputs, and nothing else."""
        fresh(self.out)
        shutil.copytree(f"{self.place}/old", self.out, dirs_exist_ok=True)

    def outputs(self):
        """Without the state of batches."""
        return {name: data for name, data in tree(self.out).items() if name.split("/")[0] not in STATE}

    # Every run is fenced in, so that nothing that a fault brings about outlives it: see fence.c.
    def run(self, preexec=None, timeout=900, **env):
        """(exit status, standard error)"""
        return self.finish(self.start(preexec, **env), timeout)

    def start(self, preexec=None, **env):
        env = {"LD_PRELOAD": SHIM, "FI_FENCE": self.place, **env}
        with open(f"{self.place}/stdout", "w+b") as out, open(f"{self.place}/stderr", "w+b") as err:
            return subprocess.Popen([PROGRAM, *self.arguments], stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment(**env),
                                    cwd=self.place, preexec_fn=preexec)

    def finish(self, process, timeout=900):
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return "hang", read(f"{self.place}/stderr")
        return process.returncode, read(f"{self.place}/stderr")

    def judge(self, status, said, strays=False):
        """What is wrong with what a run left behind: a list of words. For batches see judge_batch."""
        wrong = [] if status in (FINE, SYSTEM) else [f"exit:{status}"]
        there = self.outputs()
        for name in sorted(there):
            if name not in self.good:
                wrong += [] if strays else [f"stray:{name}"]
            elif there[name] not in (self.good[name], self.old.get(name)):
                wrong.append(f"half:{name}")
        expected = self.good if status == FINE else self.old
        kept = {name: data for name, data in there.items() if name in self.good}
        if kept != expected:
            wrong.append("not-written" if status == FINE else "new-in-spite" if set(kept) >= set(expected) else "lost")
        if self.to_stdout and not self.good_stdout.startswith(read(f"{self.place}/stdout")):
            wrong.append("stdout-garbled")
        if self.to_stdout and status == FINE and read(f"{self.place}/stdout") != self.good_stdout:
            wrong.append("stdout")
        return wrong + judge_words(status, said, self.good_stderr)

    def judge_batch(self, status, said, strays=False):
        """A batch may have published some issues before it failed: each file is old or good."""
        wrong = [] if status in (FINE, SYSTEM) else [f"exit:{status}"]
        there = self.outputs()
        for name in sorted(there):
            if name == JOURNAL and status == SYSTEM and b"[system.memory]" in said:
                continue
            if name not in self.good:
                wrong += [] if strays else [f"stray:{name}"]
            elif there[name] not in (self.good[name], self.old.get(name)):
                wrong.append(f"half:{name}")
            elif status == FINE and there[name] != self.good[name]:
                wrong.append(f"not-written:{name}")
        wrong += [f"lost:{name}" for name in (self.good if status == FINE else self.old) if name not in there]
        if status == SYSTEM and not messages(said):
            wrong.append("no-message")
        lines = messages(said)
        if len(set(lines)) != len(lines):
            wrong.append("said-twice")
        return wrong


def messages(said):
    """The lines of standard error that say an error; "1 error" at the end does not."""
    return [line for line in said.decode(errors="replace").split("\n")
            if re.search("rror:|ERROR|CRITICAL|WARNING", line) or line.startswith("zhoubao:")]


def judge_words(status, said, good):
    count = len(messages(said))
    if status == FINE:
        return ["says-something"] if said != good else []
    if status != SYSTEM:
        return []
    return ["no-message"] if count == 0 else ["messages"] if count > 1 else []


# ---- the shim ----

TALLY = struct.Struct("8Q")


class Result:
    """What became of one sweep: counts, and the failures as (n, what, message, stack)."""

    def __init__(self, tried=0, fine=0, refused=0, left=0, calls=0, failures=None):
        self.tried, self.fine, self.refused, self.left, self.calls = tried, fine, refused, left, calls
        self.failures = failures or []

    def add(self, other):
        for name in ("tried", "fine", "refused", "left", "calls"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.failures += other.failures


def shim_environment(scene, kind, number=0, sticky=False):
    tally = f"{scene.place}/tally"
    write(tally, bytes(TALLY.size))
    if os.path.exists(f"{scene.place}/log"):
        os.unlink(f"{scene.place}/log")
    return {"FI_KIND": kind, "FI_TALLY": tally, "FI_LOG": f"{scene.place}/log", "FI_STICKY": "1" if sticky else None,
            "FI_ERRNO": number or None}


def count_calls(scene, kind, who="parent"):
    scene.reset()
    status, said = scene.run(**shim_environment(scene, kind), FI_MODE="count")
    if status != FINE:
        raise Wrong(f"{scene.name}: counting {kind} ends with {status}: {said.decode(errors='replace')}")
    calls = TALLY.unpack(read(f"{scene.place}/tally"))
    return calls[1] if who == "workers" else calls[0]


def sweep(scene, kind, number, sticky, stride=1, first=1, distinct=False):
    """Every call of a kind, in one process that forks."""
    scene.reset()
    fresh(f"{scene.place}/keep")
    env = shim_environment(scene, kind, number, sticky)
    place = scene.place
    env.update(FI_MODE="fork", FI_SECONDS=20, FI_OUT=scene.out, FI_KEEP=f"{place}/keep", FI_GOOD=f"{place}/good", FI_OLD=f"{place}/old", FI_N=first,
               FI_STRIDE=stride, FI_DISTINCT="1" if distinct else None, FI_STDERR=f"{place}/good-stderr",
               FI_STDOUT=f"{place}/good-stdout" if scene.to_stdout else None)
    status, said = scene.run(timeout=6 * 3600, **env)
    calls, _, tried, fine, refused, _, left, _ = TALLY.unpack(read(f"{place}/tally"))
    result = Result(tried, fine, refused, left, calls)
    if os.path.exists(f"{place}/log"):
        for line in read(f"{place}/log").decode(errors="replace").split("\n")[:-1]:
            if line.startswith("OUTSIDE"):
                continue
            _, n, what, message, stack = line.split("\t")
            result.failures.append((int(n), what, message, stack.split()))
    wrong = scene.judge(status, said)
    if status != FINE or wrong:
        result.failures.append((0, f"the run that nothing befell: {status} {wrong}", said.decode(errors="replace"), []))
    return result


def one_by_one(scene, kind, number, sticky, who, calls, stride=1, first=1):
    """Every call of a kind, a process each, and then a run to which nothing happens: for batches and what makes folders."""
    judge = scene.judge_batch if scene.batch else scene.judge
    result = Result(calls=calls)
    for n in range(first, calls + 1, stride):
        scene.reset()
        env = shim_environment(scene, kind, number, sticky)
        status, said = scene.run(timeout=30, **env, FI_MODE="plain", FI_N=n, FI_WHO=who)
        wrong = judge(status, said, strays=kind == "unlink")
        again, words = scene.run(timeout=120)
        if again != FINE or scene.outputs() != scene.good:
            wrong.append(f"then:{again}" + "".join(f",then-stray:{name}" for name in scene.outputs() if name not in scene.good))
            said += words
        result.tried += 1
        result.fine += not wrong and status == FINE
        result.refused += not wrong and status == SYSTEM
        if wrong:
            result.failures.append((n, ",".join(wrong), said.decode(errors="replace")[:300].replace("\n", "|"), [who]))
    return result


def usable():
    """None, or why the shim cannot be used here."""
    if os.path.basename(BUILD) == "san":
        return "sanitizers have an allocator of their own"
    done = subprocess.run([PROGRAM, "--version"], env=environment(LD_PRELOAD=SHIM, FI_FENCE=SCRATCH, FI_KIND="read", FI_MODE="count"), stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, check=False)
    return None if done.returncode == 0 else f"libfaults.so does not work here: {done.stderr.decode(errors='replace').strip()}"


def must_be_usable():
    reason = usable()
    if reason:
        say(f"ok faults # SKIP {reason}")
        sys.exit(0)


# What is known to fail, and left out of `make check`; `make torture` tries it all the same.

def known():
    """{(kind, command)} from the list, with * for any. KNOWN=none in the environment: nothing is left out."""
    pairs = set()
    if os.environ.get("KNOWN") == "none":
        return pairs
    with open(os.path.join(TOP, "tests", "faults", "known"), encoding="utf-8") as file:
        for line in file:
            words = line.split("#")[0].split()
            if len(words) == 2:
                pairs.add(tuple(words))
    return pairs


def wanted(kind, commands):
    pairs = known()
    return [command for command in commands if not any(k in (kind, "*") and c in (command, "*") for k, c in pairs)]


# ---- the machine's font caches ----

def caches():
    """What is in the caches of fontconfig: a fault must not outlive its run."""
    folder = "/var/cache/fontconfig"
    found = []
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        info = os.stat(f"{folder}/{name}")
        found.append((name, info.st_size, info.st_mtime_ns))
    return found


CACHES = caches()


def caches_are_untouched():
    if caches() == CACHES:
        return True
    say("not ok the font caches of the machine are as they were", "# repair them with: fc-cache -fs")
    return False


# ---- reading stacks ----

class Symbols:
    """Names for "module+0x12"."""

    def __init__(self):
        self.tables, self.paths = {}, {"zhoubao": PROGRAM, "libzhoubao.so": os.path.join(BUILD, "libzhoubao.so")}
        for binary in list(self.paths.values()):
            if os.path.exists(binary):
                listed = subprocess.run(["ldd", binary], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.decode()
                for path in re.findall(r"(/\S+) \(", listed):
                    self.paths.setdefault(os.path.basename(path), path)

    def table(self, module):
        if module not in self.tables:
            path, symbols = self.paths.get(module), []
            options = [] if path and path.startswith(BUILD) else ["-D"]
            text = subprocess.run(["nm", *options, "--defined-only", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.decode() if path else ""
            for line in text.splitlines():
                words = line.split()
                if len(words) == 3 and words[1] in "tTwWi":
                    symbols.append((int(words[0], 16), words[2].split("@")[0]))
            self.tables[module] = sorted(symbols)
        return self.tables[module]

    def name(self, frame):
        module, _, offset = frame.rpartition("+0x")
        table = self.table(module)
        at = bisect.bisect_right(table, (int(offset, 16) - 1, "\x7f")) - 1 if offset else -1
        own = module in ("zhoubao", "libzhoubao.so")
        short = re.sub(r"\.so.*", "", module)
        return (table[at][1] if own else f"{short}:{table[at][1]}") if at >= 0 else short or frame

    def stack(self, frames):
        """The innermost call of a library and our own functions from there on."""
        named = [self.name(frame) for frame in frames if "+0x" in frame]
        libraries = [name for name in named[:12] if ":" in name and not name.startswith("libc:")]
        own = [name for name in named if ":" not in name and not name.startswith(("lib", "ld-"))]
        return (libraries[:2], own[:6])


def plain_words(what):
    """The verdict without names of files."""
    return ",".join(sorted({re.sub(r":.*", "", word) if not word.startswith("exit") else word for word in what.split(",")}))


def grouped(failures, symbols):
    """[(count, verdict, libraries, own functions, an example)], most first."""
    groups = {}
    for label, (n, what, message, stack) in failures:
        libraries, own = symbols.stack(stack)
        key = (plain_words(what), tuple(libraries[:1]), tuple(own[:3]))
        groups.setdefault(key, []).append((label, n, what, message, own, libraries))
    return sorted(((len(found), key, found[0]) for key, found in groups.items()), key=lambda group: -group[0])


def error_name(number):
    return errno.errorcode.get(number, "") if number else ""


def say(*words):
    print(*words, flush=True)


if __name__ == "__main__":
    sys.exit("this is read by run, torture, limits and kills")
