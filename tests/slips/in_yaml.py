# SPDX-License-Identifier: Apache-2.0
"""Slips in issue.yaml, one at a time, at every key, value and line. The file is read here by its lines, as an editor sees it: keys by their
indentation, keys in { } by their commas."""
import re
from dataclasses import dataclass

from slip import NEAR, NUMBER, Slip, WIDE, misspelt, wrong_addresses, wrong_dates, wrong_numbers

BLOCK_KEY = re.compile(r"^( *(?:- )?)(\w+):(?: +(?=\S)|$)")
FLOW_KEY = re.compile(r'(?<=[{ ])(\w+): ("[^"]*"|[^,}]*)')
ITEM = re.compile(r"^( *)- (?!\{|\w+: )(.*)$")


@dataclass
class Key:
    """A key: its line, where its name begins, its path, and its value there (None: lines below)."""
    line: int
    start: int
    name: str
    path: str
    parent: int         # line of the key around it; 0: none
    value: object       # (start, end) in the line, or None
    end: int            # the last line of its block
    flow: bool = False


class Issue:
    def __init__(self, text):
        self.lines = text.split("\n")
        if self.lines[-1] == "":
            self.lines.pop()
        self.blocks = self.find_blocks()
        self.keys = self.find_keys()
        self.items = self.find_items()

    def indent(self, n):
        line = self.lines[n - 1]
        return len(line) - len(line.lstrip(" "))

    def is_code(self, n):
        line = self.lines[n - 1].strip()
        return bool(line) and (n in self.blocks or not line.startswith("#"))

    def find_blocks(self):
        """The lines of texts behind '|'."""
        inside, found = None, set()
        for n, line in enumerate(self.lines, 1):
            if inside is not None and (not line.strip() or self.indent(n) > inside):
                found.add(n)
                continue
            inside = self.indent(n) if line.rstrip().endswith(": |") else None
        return found

    def end_of(self, n, column):
        """The last line of what hangs on a key in this column."""
        last = n
        for m in range(n + 1, len(self.lines) + 1):
            if not self.is_code(m):
                continue
            item = self.lines[m - 1].lstrip(" ").startswith("- ")
            if self.indent(m) < column or (self.indent(m) == column and not (item and self.lines[n - 1][column] != "-")):
                break
            last = m
        return last

    def value_of(self, line, start):
        """Where the scalar behind a key stands, without a comment behind it."""
        text = self.lines[line - 1]
        rest = re.sub(r"\s+#.*$", "", text[start:]).rstrip()
        return (start, start + len(rest)) if rest and rest != "|" and rest[0] not in "[{#" else None

    def find_keys(self):
        keys, stack = [], []
        for n, line in enumerate(self.lines, 1):
            if n in self.blocks or not self.is_code(n):
                continue
            match = BLOCK_KEY.match(line)
            around = self.around(stack, len(match.group(1)) if match else self.indent(n) + 1)
            if match:
                name, column = match.group(2), len(match.group(1))
                path = ".".join([key.name for key in around] + [name])
                keys.append(Key(n, column, name, path, around[-1].line if around else 0, self.value_of(n, match.end()),
                                self.end_of(n, column)))
                stack = [*around, keys[-1]]
                around = stack
            for flow in FLOW_KEY.finditer(line, match.end() if match else 0):
                if "{" not in line[:flow.start()]:
                    continue
                path = ".".join([key.name for key in around] + [flow.group(1)])
                keys.append(Key(n, flow.start(), flow.group(1), path, around[-1].line if around else 0, flow.span(2), n, True))
        return keys

    @staticmethod
    def around(stack, column):
        return [key for key in stack if key.start < column]

    def find_items(self):
        """(line, path of the list, span of the text) of list items that are texts."""
        items = []
        for n, line in enumerate(self.lines, 1):
            match = ITEM.match(line) if n not in self.blocks and self.is_code(n) else None
            if match:
                items.append((n, self.list_of(n), match.span(2)))
        return items

    def list_of(self, n):
        """The path of the list that the item in a line belongs to."""
        inner = [key for key in self.keys if not key.flow and key.line < n <= key.end]
        return inner[-1].path if inner else ""

    def first_below(self, line):
        """The line of the first key below that of another one; 0: of all."""
        return next((key.line for key in self.keys if key.line > line and not key.flow), line)

    def with_line(self, n, *new):
        return "\n".join(self.lines[:n - 1] + list(new) + self.lines[n:]) + "\n"

    def with_span(self, n, start, end, new):
        line = self.lines[n - 1]
        return self.with_line(n, line[:start] + new + line[end:])


def near_deleted(issue, n, end, key):
    """Where a finding about lines n to end, with `key` or in what hangs on it, may stand when they are gone: at the lines before and behind,
    at the key that they hung on, where the mapping around them begins, and where it did."""
    code = [m for m in range(1, len(issue.lines) + 1) if issue.is_code(m)]
    before, behind = max((m for m in code if m < n), default=n), min((m for m in code if m > end), default=end)
    heads = [k.line for k in issue.keys if not k.flow and k.start == key.start and k.line <= n and k.parent == key.parent
             and issue.lines[k.line - 1][:k.start].endswith("- ")]
    parent = key.line if n > key.line else key.parent
    places = {before, behind, parent, min(m for m in code if m > parent), max(heads) if heads else issue.first_below(parent)}
    return tuple(sorted(m if m <= end else m - (end - n + 1) for m in places if m))


def key_slips(issue):
    for key in issue.keys:
        end = key.start + len(key.name)
        for what, word in misspelt(key.name):
            yield Slip(f"key {what}", key.path, "issue.yaml", issue.with_span(key.line, key.start, end, word), (key.line,), typo=word)
        yield from deleted_key(issue, key)
        yield doubled_key(issue, key)
        yield Slip("colon full-width", key.path, "issue.yaml", issue.with_span(key.line, end, end + 1, "："), (key.line,))
        if issue.lines[key.line - 1][end:end + 2] == ": ":
            yield Slip("colon without space", key.path, "issue.yaml", issue.with_span(key.line, end, end + 2, ":"), (key.line,))
        if not key.flow:
            yield from moved_key(issue, key)


def deleted_key(issue, key):
    line = issue.lines[key.line - 1]
    if key.flow:
        start, end = key.start, key.value[1]
        rest = line[end:]
        new = line[:start] + (rest[2:] if rest.startswith(", ") else rest)
        if not rest.startswith(", "):
            new = line[:start].rstrip(", ") + rest
        yield Slip("key deleted", key.path, "issue.yaml", issue.with_line(key.line, new), (key.line,))
        return
    kept = []
    follower = key.end + 1
    if line[:key.start].endswith("- ") and key.end < len(issue.lines):
        below = issue.lines[key.end]
        kept = [line[:key.start] + below.lstrip(" ")]
        follower += 1
    text = "\n".join(issue.lines[:key.line - 1] + kept + issue.lines[follower - 1:]) + "\n"
    yield Slip("key deleted", key.path, "issue.yaml", text, near_deleted(issue, key.line, key.end, key))


def doubled_key(issue, key):
    line = issue.lines[key.line - 1]
    if key.flow:
        text = line[key.start:key.value[1]]
        return Slip("key twice", key.path, "issue.yaml", issue.with_span(key.line, key.start, key.start, text + ", "), (key.line,))
    block = issue.lines[key.line - 1:key.end]
    again = [" " * key.start + block[0][key.start:], *block[1:]]
    text = "\n".join(issue.lines[:key.end] + again + issue.lines[key.end:]) + "\n"
    return Slip("key twice", key.path, "issue.yaml", text, (key.line, key.end + 1))


def moved_key(issue, key):
    line = issue.lines[key.line - 1]
    yield Slip("key moved in", key.path, "issue.yaml", issue.with_line(key.line, "  " + line), (key.line,))
    if line.startswith("  "):
        yield Slip("key moved out", key.path, "issue.yaml", issue.with_line(key.line, line[2:]), (key.line,))
        yield Slip("tab", key.path, "issue.yaml", issue.with_line(key.line, "\t" + line[2:]), (key.line,))
    if line[:key.start].endswith("- "):
        yield Slip("dash lost", key.path, "issue.yaml", issue.with_span(key.line, key.start - 2, key.start, "  "), (key.line,))
        yield Slip("dash without space", key.path, "issue.yaml", issue.with_span(key.line, key.start - 1, key.start, ""), (key.line,))


def line_slips(issue):
    for n in range(1, len(issue.lines) + 1):
        if not issue.is_code(n):
            continue
        inner = [key for key in issue.keys if not key.flow and key.line <= n <= key.end]
        yield Slip("line deleted", inner[-1].path, "issue.yaml", issue.with_line(n), near_deleted(issue, n, n, inner[-1]))


def item_slips(issue):
    for n, path, (start, end) in issue.items:
        line = issue.lines[n - 1]
        yield Slip("item emptied", path, "issue.yaml", issue.with_line(n, line[:start].rstrip(" ")), (n,))
        yield Slip("item twice", path, "issue.yaml", issue.with_line(n, line, line), (n, n + 1))
        yield Slip("dash lost", path, "issue.yaml", issue.with_span(n, start - 2, start, "  "), (n,))
        yield Slip("dash without space", path, "issue.yaml", issue.with_span(n, start - 1, start, ""), (n,))
        yield Slip("item moved in", path, "issue.yaml", issue.with_line(n, "  " + line), (n,))
        yield Slip("item moved out", path, "issue.yaml", issue.with_line(n, line[2:]), (n,))
        yield Slip("tab", path, "issue.yaml", issue.with_line(n, "\t" + line[2:]), (n,))
        yield from value_slips(issue, n, path, (start, end))


def value_slips(issue, n, path, span):
    start, end = span
    text = issue.lines[n - 1][start:end]
    bare = text.strip('"')
    if NUMBER.fullmatch(text):
        wrong = [("number " + what, new) for what, new in wrong_numbers(text)] + [("number in quotes", f'"{text}"')]
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        wrong = [("date " + what, new) for what, new in wrong_dates(text)]
    elif re.match(r"https?://", bare):
        wrong = [("address " + what, text.replace(bare, new)) for what, new in wrong_addresses(bare)]
    elif bare in NEAR:
        wrong = [("choice missed", NEAR[bare])]
    elif re.fullmatch(r"[\w-]+\.csv", text):
        wrong = [("file misspelt", text[1:]), ("file without its end", text[:-4]), ("file with a full-width point", text.replace(".", "．"))]
    elif "@" in bare:
        wrong = [("mail misspelt", bare.replace("@", "＠")), ("mail cut", bare.split("@")[0])]
    else:
        wrong = []
    for what, new in wrong:
        yield Slip(what, path, "issue.yaml", issue.with_span(n, start, end, new), (n,))


def scalar_slips(issue):
    for key in issue.keys:
        if not key.value:
            continue
        start, end = key.value
        text = issue.lines[key.line - 1][start:end]
        yield Slip("value emptied", key.path, "issue.yaml", issue.with_span(key.line, start, end, ""), (key.line,))
        yield Slip("value as a list", key.path, "issue.yaml", issue.with_span(key.line, start, end, f"[{text}, {text}]"), (key.line,))
        yield from value_slips(issue, key.line, key.path, key.value)


def list_slips(issue):
    """A list, a mapping or a text in lines below its key is emptied."""
    for key in issue.keys:
        if key.flow or key.value:
            continue
        line = issue.lines[key.line - 1]
        head = line[:key.start + len(key.name) + 1]
        empty = " {}" if key.name in ("period", "severity", "events", "zero_day", "disposal", "tables", "contact") else " []"
        for what, new in (("block emptied", empty), ("block left out", "")):
            text = "\n".join(issue.lines[:key.line - 1] + [head + new] + issue.lines[key.end:]) + "\n"
            yield Slip(what, key.path, "issue.yaml", text, (key.line,))


def quote_slips(issue):
    for n, line in enumerate(issue.lines, 1):
        if not issue.is_code(n) or n in issue.blocks:
            continue
        inner = [key for key in issue.keys if key.line == n]
        for match in re.finditer(r'[{}\[\]"]', line):
            path = ([key.path for key in inner if key.start <= match.start()] or [inner[0].path if inner else ""])[-1]
            what = "quote" if match.group() == '"' else "bracket"
            yield Slip(what + " lost", path, "issue.yaml", issue.with_span(n, match.start(), match.end(), ""), (n,))
            wide = {"{": "｛", "}": "｝", "[": "［", "]": "］", '"': "“"}[match.group()]
            yield Slip(what + " full-width", path, "issue.yaml", issue.with_span(n, match.start(), match.end(), wide), (n,))
        for match in re.finditer(r'"[^"]*"', line):
            path = [key.path for key in inner if key.start <= match.start()][-1]
            yield Slip("quotes full-width", path, "issue.yaml", issue.with_span(n, *match.span(), f"“{match.group()[1:-1]}”"), (n,))
        for match in re.finditer(r", (?=\w+: )", line) if "{" in line else ():
            path = [key.path for key in inner if key.start <= match.start()][-1]
            yield Slip("comma lost", path, "issue.yaml", issue.with_span(n, match.start(), match.start() + 1, ""), (n,))
            yield Slip("comma full-width", path, "issue.yaml", issue.with_span(n, match.start(), match.start() + 2, "，"), (n,))


def slips(text):
    issue = Issue(text)
    for walk in (key_slips, line_slips, item_slips, scalar_slips, list_slips, quote_slips):
        yield from walk(issue)
