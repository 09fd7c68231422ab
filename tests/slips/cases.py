# SPDX-License-Identifier: Apache-2.0
"""Slips of a weekly editor in the sample, several files at a time where it takes that, each with all that is to be told about it: the places
and codes of all findings, in the order of printing, and a word of the message or the hint. No finding: the issue is sound."""
import re

# name, edits (file, expression, replacement; the first match), findings (file:line, code, word)
CASES = [
    ("rated misspelt in one alert", [("issue.yaml", r"^    rated:", "    ratd:")], [("issue.yaml:66", "schema.key", "'rated'")]),
    ("the line links: deleted", [("issue.yaml", r"^    links:\n", "")],
     [("issue.yaml:60", "schema.required", "'links'"), ("issue.yaml:67", "yaml.folded", "begins no item")]),
    ("threat_level 中等", [("issue.yaml", "threat_level: 中", "threat_level: 中等")], [("issue.yaml:12", "schema.enum", "高, 中, 低")]),
    ("average_score 62.3", [("issue.yaml", "average_score: 6.23", "average_score: 62.3")], [("issue.yaml:14", "schema.range", "10")]),
    ("telecom 三", [("issue.yaml", "telecom: 3 ", "telecom: 三 ")], [("issue.yaml:24", "schema.type", "'三'")]),
    ("telecom -3", [("issue.yaml", "telecom: 3 ", "telecom: -3 ")], [("issue.yaml:24", "schema.range", "-3")]),
    ("telecom misspelt", [("issue.yaml", "telecom:", "telcom:")], [("issue.yaml:24", "schema.key", "did you mean 'telecom'?")]),
    ("full-width colon", [("issue.yaml", "telecom: 3 ", "telecom：3 ")], [("issue.yaml:24", "yaml.syntax", "full-width")]),
    ("vendors.csv without rows", [("vendors.csv", r"(?s)\nAdobe.*", "\n")], [("vendors.csv:2", "data.empty", "no rows")]),
    ("one share left out", [("vendors.csv", "14,7%", "14,")], [("vendors.csv:4", "schema.required", "'share'")]),
    ("a rating 高危", [("high-risk.csv", ",高,", ",高危,")], [("high-risk.csv:3", "schema.enum", "高, 中, 低")]),
    ("a week missing in history.csv", [("history.csv", "22,.*\n", "")], [("history.csv:9", "check.history-week", "21")]),
    ("types.csv without count", [("types.csv", r"(?m),\d+$|,count$", "", 0)], [("types.csv:2", "data.column", "'count'")]),
    ("a double issue", [("issue.yaml", "number: 26", "number: 26、27"), ("issue.yaml", "to: 2019-06-30", "to: 2019-07-07")], []),
    ("a double issue of one week", [("issue.yaml", "number: 26", "number: 26、27")], [("issue.yaml:9", "check.period", "合刊")]),
    ("a double issue of three numbers", [("issue.yaml", "number: 26", "number: 26、28"), ("issue.yaml", "to: 2019-06-30", "to: 2019-07-07")],
     [("issue.yaml:8", "check.double-number", "26、28")]),
    ("a number in words", [("issue.yaml", "number: 26", "number: 二十六")], [("issue.yaml:8", "schema.pattern", "二十六")]),
    ("a period of two weeks", [("issue.yaml", "to: 2019-06-30", "to: 2019-07-07")], [("issue.yaml:9", "check.period", "星期")]),
    ("a period that begins on Tuesday", [("issue.yaml", "from: 2019-06-24", "from: 2019-06-25")], [("issue.yaml:9", "check.period", "星期")]),
    ("the year of another period", [("issue.yaml", "year: 2019", "year: 2018")], [("issue.yaml:7", "check.year", "2018")]),
    ("a total that both tables contradict", [("issue.yaml", "high: 72", "high: 27")], [("issue.yaml:13", "check.total", "201")]),
    ("one table that contradicts the total", [("types.csv", "操作系统,1", "操作系统,3")], [("types.csv:2", "check.types-sum", "203")]),
    ("an industry above the total", [("industries.csv", "电信,高危,4", "电信,高危,99")], [("industries.csv:4", "check.industry-count", "72")]),
    ("0day above the total", [("issue.yaml", "count: 69", "count: 690")], [("issue.yaml:16", "check.zero-day", "201")]),
    ("an industry without a severity", [("industries.csv", "工控,低危,1\n", "")], [("industries.csv:3", "check.industry-severity", "“工控”“低危”")]),
    ("a submitter named too often", [("submitters.csv", "北京冠程科技有限公司\n", "北京冠程科技有限公司\n" * 2)],
     [("submitters.csv:23", "check.submitter-twice", "2 次")]),
    ("the first week of a year", [("issue.yaml", "year: 2019\nnumber: 26\nperiod: .*", "year: 2020\nnumber: 1\nperiod: {from: 2019-12-30, to: 2020-01-05}"),
                                  ("history.csv", r"(?m)^(\d\d)(?=,)", lambda match: str(int(match.group()) + 27), 0)], []),
    ("the last week of a year", [("issue.yaml", "number: 26\nperiod: .*", "number: 52\nperiod: {from: 2019-12-23, to: 2019-12-29}"),
                                 ("history.csv", r"(?m)^(\d\d)(?=,)", lambda match: str(int(match.group()) + 26), 0)], []),
    ("all reporters original", [("contributors.csv", "246,2,", "2,2,"), ("issue.yaml", r"(?m)^accept:\n", "accept:\n  - {check: collector-count,"
                                " at: collectors.csv, about: 北京天融信, reason: 原文如此}\n")], []),
]

def edited(texts, edits):
    """{file: text} of the files that the edits change. An edit that finds nothing to change is a mistake of the case."""
    changed = {}
    for name, expression, replacement, *count in edits:
        text = changed.get(name, texts[name])
        new = re.sub(expression, replacement, text, count=count[0] if count else 1, flags=re.MULTILINE)
        if new == text:
            raise ValueError(f"{expression} is not in {name}")
        changed[name] = new
    return changed


def problem(findings, wanted):
    """What differs between the findings that came and those that are wanted; "" for nothing."""
    came = [(f"{f['file']}:{f['line']}", f["code"], f["message"] + (f["help"] or "")) for f in findings]
    for have, want in zip(came, wanted):
        if have[:2] != want[:2] or want[2] not in have[2]:
            return f"came {have}, wanted {want}"
    return f"came {came[len(wanted):]}, missing {wanted[len(came):]}" if len(came) != len(wanted) else ""
