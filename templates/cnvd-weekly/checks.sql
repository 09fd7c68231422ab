-- 数据检查：每条查询返回的每一行是一个问题；_at 是它在数据中的位置。
-- error 必须改正；warning 请编辑过目，公布的数字有时就是如此。

-- check: types-sum  severity: error
SELECT printf('各类型之和为 %d，收录总数（高危、中危、低危之和）为 %d', sum(count), :severity_high + :severity_medium + :severity_low) AS message, _at
FROM types HAVING coalesce(sum(count), 0) <> :severity_high + :severity_medium + :severity_low;

-- check: vendors-sum  severity: error
SELECT printf('各厂商之和为 %d，收录总数（高危、中危、低危之和）为 %d', sum(count), :severity_high + :severity_medium + :severity_low) AS message, _at
FROM vendors HAVING coalesce(sum(count), 0) <> :severity_high + :severity_medium + :severity_low;

-- check: original-count  severity: error
SELECT printf('%s 的原创漏洞数量 %d 大于报送数量 %d', reporter, original, reported) AS message, _at
FROM contributors WHERE original > reported;

-- check: events-sum  severity: error
SELECT printf('原创漏洞数量之和为 %d，事件型漏洞总数为 %d', sum(original), :events_this_week) AS message, _at
FROM contributors HAVING coalesce(sum(original), 0) <> :events_this_week;

-- check: history-week  severity: error
SELECT printf('第 %d 周之前应是第 %d 周，表中是第 %d 周', week, CASE week WHEN 1 THEN 52 ELSE week - 1 END, before) AS message, coalesce(_at, last) AS _at
FROM (SELECT week, lag(week) OVER (ORDER BY line) AS before, _at, lag(_at) OVER (ORDER BY line) AS last
      FROM (SELECT week, _at, row_number() OVER () AS line FROM history
            UNION ALL SELECT :number, NULL, 1000000))
WHERE week <> before + 1 AND NOT (week = 1 AND before >= 52);

-- check: high-risk-id  severity: error
SELECT printf('漏洞名称里的编号不是 %s', id) AS message, _at
FROM high_risk WHERE name LIKE '%(CNVD-%' AND instr(name, '(' || id || ')') = 0;

-- check: industry-severity  severity: warning
SELECT printf('industries 里“%s”没有“%s”一行；没有漏洞就写 0', name, level) AS message, _at
FROM sectors, (SELECT '高危' AS level UNION ALL SELECT '中危' UNION ALL SELECT '低危')
WHERE NOT EXISTS (SELECT 1 FROM industries WHERE industry = name AND severity = level);

-- check: period  severity: error
SELECT '统计周期应从星期一到同一周的星期日' AS message
WHERE strftime('%w', :period_from) <> '1' OR julianday(:period_to) - julianday(:period_from) <> 6;

-- check: vendor-share  severity: warning
SELECT printf('%s 的所占比例为 %s，按数量计算是 %s', vendor, share, percent(count, (SELECT sum(count) FROM vendors))) AS message, _at
FROM vendors WHERE share <> percent(count, (SELECT sum(count) FROM vendors));

-- check: reporter-twice  severity: warning
SELECT printf('%s 出现了 %d 次', reporter, count(*)) AS message, max(_at) AS _at
FROM contributors GROUP BY reporter HAVING count(*) > 1;

-- check: reporter-name  severity: warning
SELECT printf('正文点名的 %s 不在报送情况表中，表中最接近的是 %s', s.reporter, c.reporter) AS message, s._at AS _at,
       min(edit_distance(c.reporter, s.reporter)) AS distance
FROM (SELECT reporter, _at FROM collectors UNION ALL SELECT reporter, _at FROM submitters) AS s, contributors AS c
WHERE s.reporter NOT IN (SELECT reporter FROM contributors) GROUP BY s._at;

-- check: collector-count  severity: warning
SELECT printf('正文说 %s 报送公开收集的漏洞较多，表中它的非原创漏洞为 %d 个', l.reporter, c.reported - c.original) AS message, l._at AS _at
FROM collectors AS l JOIN contributors AS c ON c.reporter = l.reporter WHERE c.reported = c.original;
