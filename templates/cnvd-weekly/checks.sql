-- 数据检查：每条查询返回的每一行是一个问题；_at 是它在数据中的位置。
-- error 必须改正；warning 请编辑过目，公布的数字有时就是如此。

-- check: types-sum  severity: error
SELECT printf('各类型之和为 %d，收录总数（高危、中危、低危之和）为 %d', sum(count), :severity_high + :severity_medium + :severity_low) AS message, _at
FROM types HAVING sum(count) <> :severity_high + :severity_medium + :severity_low;

-- check: vendors-sum  severity: error
SELECT printf('各厂商之和为 %d，收录总数（高危、中危、低危之和）为 %d', sum(count), :severity_high + :severity_medium + :severity_low) AS message, _at
FROM vendors HAVING sum(count) <> :severity_high + :severity_medium + :severity_low;

-- check: original-count  severity: error
SELECT printf('%s 的原创漏洞数量 %d 大于报送数量 %d', reporter, original, reported) AS message, _at
FROM contributors WHERE original > reported;

-- check: events-sum  severity: error
SELECT printf('原创漏洞数量之和为 %d，事件型漏洞总数为 %d', sum(original), :events_this_week) AS message, _at
FROM contributors HAVING sum(original) <> :events_this_week;

-- check: sector-name  severity: error
SELECT printf('行业“%s”不在 sectors 中', industry) AS message, _at
FROM industries WHERE industry NOT IN (SELECT name FROM sectors) GROUP BY industry;

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
