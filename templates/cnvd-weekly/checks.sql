-- 数据检查：每条查询返回的每一行是一个问题；_at 是它在数据中的位置，_other 是有关的另一处。
-- error 必须改正；warning 请编辑过目，公布的数字有时就是如此。

-- check: total  severity: error
SELECT printf('高危、中危、低危之和为 %d，各类型之和、各厂商之和都是 %d', total, types) AS message,
       place('severity.high') AS _at, place('types.count') AS _other
FROM (SELECT :severity_high + :severity_medium + :severity_low AS total,
             (SELECT coalesce(sum(count), 0) FROM types) AS types, (SELECT coalesce(sum(count), 0) FROM vendors) AS vendors)
WHERE types = vendors AND types <> total;

-- check: types-sum  severity: error
WITH s AS (SELECT coalesce(sum(count), 0) AS n, :severity_high + :severity_medium + :severity_low AS total FROM types),
     slips AS (SELECT type AS name, count AS wrong, _at FROM types, s
               WHERE count > 9 AND n - total = count - count / 10 OR count > 0 AND total - n BETWEEN 9 * count AND 9 * count + 9)
SELECT printf('各类型之和为 %d，收录总数（高危、中危、低危之和）为 %d', n, total)
         || CASE count(slips.name) WHEN 1 THEN printf('；或许是 %s 的 %d 多了或少了一位', slips.name, wrong) ELSE '' END AS message,
       place('types.count') AS _at, CASE count(slips.name) WHEN 1 THEN slips._at ELSE place('severity.high') END AS _other
FROM s LEFT JOIN slips WHERE n <> total AND n <> (SELECT coalesce(sum(count), 0) FROM vendors) GROUP BY n;

-- check: vendors-sum  severity: error
WITH s AS (SELECT coalesce(sum(count), 0) AS n, :severity_high + :severity_medium + :severity_low AS total FROM vendors),
     slips AS (SELECT vendor AS name, count AS wrong, _at FROM vendors, s
               WHERE count > 9 AND n - total = count - count / 10 OR count > 0 AND total - n BETWEEN 9 * count AND 9 * count + 9)
SELECT printf('各厂商之和为 %d，收录总数（高危、中危、低危之和）为 %d', n, total)
         || CASE count(slips.name) WHEN 1 THEN printf('；或许是 %s 的 %d 多了或少了一位', slips.name, wrong) ELSE '' END AS message,
       place('vendors.count') AS _at, CASE count(slips.name) WHEN 1 THEN slips._at ELSE place('severity.high') END AS _other
FROM s LEFT JOIN slips WHERE n <> total AND n <> (SELECT coalesce(sum(count), 0) FROM types) GROUP BY n;

-- check: zero-day  severity: error
SELECT printf('0day 漏洞 %d 个，比收录总数 %d 还多', :zero_day_count, total) AS message, place('zero_day.count') AS _at
FROM (SELECT :severity_high + :severity_medium + :severity_low AS total) WHERE :zero_day_count > total;

-- check: original-count  severity: error
SELECT printf('%s 的原创漏洞数量 %d 大于报送数量 %d', reporter, original, reported) AS message, _at
FROM contributors WHERE original > reported;

-- check: events-sum  severity: error
WITH s AS (SELECT coalesce(sum(original), 0) AS n, :events_this_week AS total FROM contributors),
     slips AS (SELECT reporter AS name, original AS wrong, _at FROM contributors, s
               WHERE original > 9 AND n - total = original - original / 10 OR original > 0 AND total - n BETWEEN 9 * original AND 9 * original + 9)
SELECT printf('原创漏洞数量之和为 %d，事件型漏洞总数为 %d', n, total)
         || CASE count(slips.name) WHEN 1 THEN printf('；或许是 %s 的 %d 多了或少了一位', slips.name, wrong) ELSE '' END AS message,
       place('contributors.original') AS _at, CASE count(slips.name) WHEN 1 THEN slips._at ELSE place('events.this_week') END AS _other
FROM s LEFT JOIN slips WHERE n <> total GROUP BY n;

-- check: history-week  severity: error
SELECT printf('第 %d 周之前应是第 %d 周，表中是第 %d 周', week, CASE week WHEN 1 THEN 52 ELSE week - 1 END, before) AS message,
       coalesce(_at, last) AS _at, CASE WHEN _at IS NULL THEN place('number') END AS _other
FROM (SELECT week, lag(week) OVER (ORDER BY line) AS before, _at, lag(_at) OVER (ORDER BY line) AS last
      FROM (SELECT week, _at, row_number() OVER () AS line FROM history
            UNION ALL SELECT CAST(:number AS INTEGER), NULL, 1000000))
WHERE week <> before + 1 AND NOT (week = 1 AND before >= 52);

-- check: high-risk-id  severity: error
SELECT printf('漏洞名称里的编号不是 %s', id) AS message, _at
FROM high_risk WHERE name LIKE '%(CNVD-%' AND instr(name, '(' || id || ')') = 0;

-- check: industry-severity  severity: warning
SELECT printf('没有“%s”“%s”一行；没有漏洞就写 0', name, level) AS message, place('industries') AS _at, _at AS _other
FROM sectors, (SELECT '高危' AS level UNION ALL SELECT '中危' UNION ALL SELECT '低危')
WHERE NOT EXISTS (SELECT 1 FROM industries WHERE industry = name AND severity = level);

-- check: industry-count  severity: error
SELECT printf('“%s”的%s漏洞有 %d 个，收录的%s漏洞总共只有 %d 个', industry, severity, count, severity, total) AS message, _at, place(key) AS _other
FROM industries JOIN (SELECT '高危' AS level, :severity_high AS total, 'severity.high' AS key
                      UNION ALL SELECT '中危', :severity_medium, 'severity.medium'
                      UNION ALL SELECT '低危', :severity_low, 'severity.low') ON severity = level
WHERE count > total;

-- check: period  severity: warning
SELECT CASE weeks WHEN 1 THEN '统计周期应从星期一到同一周的星期日' ELSE '合刊的统计周期应从星期一到下一周的星期日' END AS message,
       CASE WHEN strftime('%w', :period_from) <> '1' THEN place('period.from') ELSE place('period.to') END AS _at
FROM (SELECT 1 + (:number LIKE '%、%') AS weeks)
WHERE strftime('%w', :period_from) <> '1' OR julianday(:period_to) - julianday(:period_from) <> 7 * weeks - 1;

-- check: double-number  severity: error
SELECT printf('合刊的期号 %s 应是相邻的两期', :number) AS message, place('number') AS _at
FROM (SELECT CAST(:number AS INTEGER) AS first, CAST(substr(:number, instr(:number, '、') + 1) AS INTEGER) AS second)
WHERE :number LIKE '%、%' AND second <> first + 1;

-- check: year  severity: error
SELECT printf('年份是 %d，统计周期是 %s 到 %s', :year, :period_from, :period_to) AS message, place('year') AS _at, place('period.from') AS _other
WHERE CAST(:year AS TEXT) NOT IN (substr(:period_from, 1, 4), substr(:period_to, 1, 4));

-- check: vendor-share  severity: warning
SELECT printf('%s 的所占比例为 %s，按数量计算是 %s', vendor, share, percent(count, (SELECT sum(count) FROM vendors))) AS message, _at
FROM vendors WHERE share <> percent(count, (SELECT sum(count) FROM vendors));

-- check: reporter-twice  severity: warning
SELECT printf('%s 出现了 %d 次', reporter, count(*)) AS message, max(_at) AS _at, min(_at) AS _other
FROM contributors GROUP BY reporter HAVING count(*) > 1;

-- check: submitter-twice  severity: warning
SELECT printf('正文点名 %s %d 次，报送情况表中有 %d 行', reporter, n, (SELECT count(*) FROM contributors AS c WHERE c.reporter = s.reporter)) AS message,
       _at, _other
FROM (SELECT reporter, count(*) AS n, max(_at) AS _at, min(_at) AS _other FROM submitters GROUP BY reporter HAVING count(*) > 1) AS s
WHERE n > (SELECT count(*) FROM contributors AS c WHERE c.reporter = s.reporter);

-- check: reporter-name  severity: warning
SELECT printf('正文点名的 %s 不在报送情况表中，表中最接近的是 %s', s.reporter, c.reporter) AS message, s._at AS _at,
       min(edit_distance(c.reporter, s.reporter)) AS distance
FROM (SELECT reporter, _at FROM collectors UNION ALL SELECT reporter, _at FROM submitters) AS s, contributors AS c
WHERE s.reporter NOT IN (SELECT reporter FROM contributors) GROUP BY s._at;

-- check: collector-count  severity: warning
SELECT printf('正文说 %s 报送公开收集的漏洞较多，表中它的非原创漏洞为 %d 个', l.reporter, c.reported - c.original) AS message, l._at AS _at
FROM collectors AS l JOIN contributors AS c ON c.reporter = l.reporter WHERE c.reported = c.original;
