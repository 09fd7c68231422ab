# SPDX-License-Identifier: Apache-2.0
"""Slips in a CSV file, one at a time: in every column of the header, every cell, every row, every comma, and of the file as a whole."""
import csv
import io
import re

from slip import NEAR, NUMBER, Slip, WIDE, misspelt, wrong_numbers


class Table:
    """A CSV file: its comments, its header and rows; `named`: the line of issue.yaml that names it."""

    def __init__(self, name, text, named):
        self.name, self.named = name, named
        self.lines = text.rstrip("\n").split("\n")
        self.head = next(n for n, line in enumerate(self.lines, 1) if not line.startswith("#"))
        self.rows = list(csv.reader(self.lines[self.head - 1:]))
        self.columns = self.rows[0]

    def text(self, lines):
        return "\n".join(lines) + "\n"

    def key(self, column=None):
        return self.name if column is None else f"{self.name}:{self.columns[column]}"

    def with_line(self, n, *new):
        return self.text(self.lines[:n - 1] + list(new) + self.lines[n:])

    def with_rows(self, rows):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        return self.text(self.lines[:self.head - 1]) + out.getvalue() if self.head > 1 else out.getvalue()

    def with_cell(self, row, column, value):
        cells = list(self.rows[row])
        cells[column] = value
        out = io.StringIO()
        csv.writer(out, lineterminator="").writerow(cells)
        return self.with_line(self.head + row, out.getvalue())

    def slip(self, kind, column, text, *lines, typo=""):
        also = (("issue.yaml", self.named),) if 0 in lines else ()
        return Slip(kind, self.key(column), self.name, text, lines, also, typo)


def header_slips(t):
    for column, name in enumerate(t.columns):
        for what, word in misspelt(name):
            yield t.slip("column " + what, column, t.with_cell(0, column, word), t.head, typo=word)
        yield t.slip("column without a name", column, t.with_cell(0, column, ""), t.head)
        yield t.slip("column in other words", column, t.with_cell(0, column, "另一列"), t.head)
        if len(t.columns) > 1:
            yield t.slip("column deleted", column, t.with_rows([row[:column] + row[column + 1:] for row in t.rows]), t.head)
            other = t.columns[column - 1]
            yield t.slip("column named as another", column, t.with_cell(0, column, other), t.head)
    yield t.slip("column too many", None, t.with_rows([t.columns + ["note"], *([*row, "x"] for row in t.rows[1:])]), t.head)
    yield t.slip("line deleted", None, t.with_line(t.head), t.head)


def wrong_cells(column, value):
    yield "cell emptied", ""
    yield "cell blank", "　"
    if NUMBER.fullmatch(value):
        yield from (("cell " + what, new) for what, new in wrong_numbers(value))
    elif re.fullmatch(r"[0-9]+%", value):
        yield from (("share without its sign", value[:-1]), ("share full-width", value.translate(WIDE)), ("share as a text", "三成"),
                    ("share negative", "-" + value), ("share times ten", value[:-1] + "0%"))
    elif value.startswith("CNVD-"):
        yield from (("id without its start", value[5:]), ("id full-width", value.replace("-", "－")), ("id cut", value[:-1]),
                    ("id of another", value[:-1] + str((int(value[-1]) + 1) % 10)))
    elif column in ("rating", "severity", "kind"):
        yield "choice missed", NEAR[value]


def cell_slips(t):
    for row in range(1, len(t.rows)):
        for column, value in enumerate(t.rows[row]):
            for what, new in wrong_cells(t.columns[column], value):
                yield t.slip(what, column, t.with_cell(row, column, new), t.head + row)


def row_slips(t):
    for row in range(1, len(t.rows)):
        n = t.head + row
        line = t.lines[n - 1]
        yield t.slip("row deleted", None, t.with_line(n), t.head, n - 1, n)
        yield t.slip("row twice", None, t.with_line(n, line, line), n, n + 1)
        yield t.slip("last character lost", len(t.columns) - 1, t.with_line(n, line[:-1]), n)
        yield t.slip("line joined", None, t.text(t.lines[:n - 2] + [t.lines[n - 2] + line] + t.lines[n:]), n - 1)
        for comma in re.finditer(",", line):
            lost, wide = (line[:comma.start()] + new + line[comma.end():] for new in ("", "，"))
            added = line[:comma.start()] + "," + line[comma.start():]
            inside = line[:comma.start()].count('"') % 2
            where = "comma in a text" if inside else "comma"
            yield from (t.slip(f"{where} {what}", len(t.columns) - 1 if inside else None, t.with_line(n, new), n)
                        for what, new in (("lost", lost), ("full-width", wide), ("added", added)))
        yield t.slip("comma added at the end", None, t.with_line(n, line + ","), n)
        for quote in re.finditer('"', line):
            for what, new in (("lost", ""), ("full-width", "“")):
                yield t.slip("quote " + what, None, t.with_line(n, line[:quote.start()] + new + line[quote.end():]), n)


def file_slips(t):
    text = t.text(t.lines)
    rows = range(t.head, len(t.lines) + 1)
    whole = (0, *range(1, len(t.lines) + 1))
    for what, sign in (("semicolons", ";"), ("full-width commas", "，"), ("tabs", "\t")):
        if len(t.columns) > 1:
            new = [line.replace(",", sign) if n in rows else line for n, line in enumerate(t.lines, 1)]
            yield t.slip(what, None, t.text(new), t.head)
    tails = [line + ",," if n in rows else line for n, line in enumerate(t.lines, 1)]
    yield t.slip("tails", None, t.text(tails), t.head)
    yield t.slip("blank line", None, t.with_line(t.head + 1, "", t.lines[t.head]), t.head + 1)
    yield t.slip("blank lines at the end", None, text + "\n\n\n", len(t.lines) + 1)
    yield t.slip("rows cleared", None, text + ("," * (len(t.columns) - 1) + "\n") * 3, len(t.lines) + 1)
    yield t.slip("header only", None, t.text(t.lines[:t.head]), t.head)
    yield t.slip("file empty", None, "", *whole)
    yield t.slip("comments only", None, t.text(t.lines[:t.head - 1]), *whole)
    yield t.slip("file missing", None, None, 0)
    yield t.slip("byte order mark", None, b"\xef\xbb\xbf" + text.encode(), *whole)
    yield t.slip("GB18030", None, text.encode("gb18030"), *whole)
    yield t.slip("lines of Windows", None, text.replace("\n", "\r\n"), *whole)
    yield t.slip("UTF-16", None, text.encode("utf-16"), *whole)


def slips(name, text, named):
    table = Table(name, text, named)
    for walk in (header_slips, cell_slips, row_slips, file_slips):
        yield from walk(table)
