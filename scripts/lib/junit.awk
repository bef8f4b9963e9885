# SPDX-License-Identifier: MIT
# junit.awk: TAP on standard input, of any number of programs, as JUnit's XML.

function text(s) {
	gsub(/&/, "\\&amp;", s)
	gsub(/</, "\\&lt;", s)
	gsub(/>/, "\\&gt;", s)
	gsub(/"/, "\\&quot;", s)
	gsub(/[^ -~]/, "?", s) # XML 1.0 has no control characters
	return s
}
function close_case() {
	if (title == "")
		return
	cases = cases sprintf("<testcase classname=\"programs\" name=\"%s\">%s</testcase>\n", text(title), \
		failed ? "<failure>" text(reason) "</failure>" : skipped ? "<skipped message=\"" text(reason) "\"/>" : "")
	all++
	failures += failed
	skips += skipped
	title = reason = ""
}
/^(not )?ok / {
	close_case()
	failed = /^not/
	title = $0
	sub(/^(not )?ok [0-9]* /, "", title)
	skipped = match(title, / # skip.*/)
	if (skipped) {
		reason = substr(title, RSTART + 8)
		title = substr(title, 1, RSTART - 1)
		skipped = 1
	}
}
/^# / && failed { reason = reason substr($0, 3) "; " }
END {
	close_case()
	printf "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"programs\" tests=\"%d\" failures=\"%d\" skipped=\"%d\">\n%s</testsuite>\n", \
		all, failures, skips, cases
}
