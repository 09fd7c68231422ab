# SPDX-License-Identifier: Apache-2.0
"""One slip of an editor: a file of the sample as it is afterwards, and the lines in which a finding about it may stand. Ways to misspell a
word and to get a number wrong, used for keys, columns and cells alike."""
import re
from dataclasses import dataclass, field

WIDE = {ord("0") + i: 0xFF10 + i for i in range(10)} | {ord("."): 0xFF0E, ord("-"): 0xFF0D, ord("%"): 0xFF05}
NUMBER = re.compile(r"-?\d+(\.\d+)?")
# Values of which few are right: the nearest wrong one that an editor might write.
NEAR = {"高": "高危", "中": "中等", "低": "低级", "高危": "高", "中危": "中", "低危": "低", "单位": "个人或单位", "共享平台": "平台",
        "分中心": "中心", "个人": "个人级"}


@dataclass(frozen=True)
class Slip:
    kind: str     # what the editor did: "key dropped"
    key: str      # to what: "alerts.rating", "types.csv:count"
    file: str
    text: object  # str or bytes; None: the file is gone
    lines: tuple  # of the file, those that were edited; 0: the file as a whole
    also: tuple = field(default=())  # (file, line) elsewhere: what names the file
    typo: str = ""  # a word that no finding may propose


def misspelt(word):
    """(what, the word with that slip): two letters swapped, one dropped, one doubled, one in the other case."""
    at = next((i for i in range(len(word) - 1) if word[i] != word[i + 1]), None)
    if at is not None:
        yield "swapped", word[:at] + word[at + 1] + word[at] + word[at + 2:]
    middle = len(word) // 2
    if len(word) > 1:
        yield "dropped", word[:middle] + word[middle + 1:]
    yield "doubled", word[:middle] + word[middle] + word[middle:]
    if word[0].swapcase() != word[0]:
        yield "in other case", word[0].swapcase() + word[1:]


def wrong_numbers(text):
    """(what, the number with that slip)."""
    digits = text.lstrip("-")
    whole = "." not in digits
    yield "as a text", "三"
    yield "negative", "-" + digits
    yield "times ten", text + "0" if whole else str(round(float(text) * 10, 6))
    yield "full-width", text[:-1] + text[-1].translate(WIDE)
    yield "with a unit", text + "个"
    yield "with separators", (digits[:-3] or "1") + "," + digits[-3:].zfill(3) if whole else text.replace(".", ",")
    yield "with two points", text + ".5.1"
    if whole:
        yield "with a fraction", text + ".5"


def wrong_dates(text):
    """(what, an ISO date with that slip)."""
    year, month, day = (int(part) for part in text.split("-"))
    yield "a day late", f"{year}-{month:02}-{day + 1 if day < 30 else 1:02}"
    yield "a month late", f"{year}-{month + 1:02}-{day:02}"
    yield "a year early", f"{year - 1}-{month:02}-{day:02}"
    yield "no such day", f"{year}-{month:02}-31"
    yield "no such month", f"{year}-13-{day:02}"
    yield "short", f"{year}-{month}-{day}"
    yield "with slashes", f"{year}/{month:02}/{day:02}"
    yield "full-width", text.translate(WIDE)


def wrong_addresses(text):
    """(what, a URL with that slip)."""
    yield "with a space", text[:-3] + " " + text[-3:]
    yield "without its start", text[1:]
    yield "with a full-width colon", text.replace(":", "：", 1)
    yield "in Chinese brackets", "《" + text + "》"
