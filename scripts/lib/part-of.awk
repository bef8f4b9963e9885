# SPDX-License-Identifier: MIT
# part-of.awk: prints a part of what a program printed:
#   awk -v who=NAME -v from=TAG -v until=TAG -v steps=A,B -f part-of.awk OUTPUT
# The part begins at step `from` (or at the beginning) and ends before step `until` (or at
# the end).  With `steps` it holds these steps only, and "..." for the others.  The status
# is 1 if one of all these is not in the output.

BEGIN { inside = from == ""; all = steps == "" }

{
	bare = $0
	gsub(/\033\[[0-9;]*m/, "", bare)
	tag = ""
	if (bare ~ /^(\[[a-z-]+\]|Step [a-z-]+:) /) {
		split(bare, part, /[][ :]+/)
		tag = part[2]
	}
}
tag != "" && tag == from { inside = 1 }
inside && tag != "" && tag == until { ended = 1; exit }
!inside { next }
tag != "" {
	came[tag] = 1
	on = index("," steps ",", "," tag ",")
}
bare ~ /^(Why|Do|Next|PASS|FAIL|HANG|SKIP) / { on = 0 }
all || on { print; was = "shown"; next }
NF && was != "left out" { print "..."; was = "left out" }

END {
	missing = !inside ? from : until != "" && !ended ? until : ""
	n = split(steps, part, ",")
	for (i = 1; i <= n; i++)
		if (!(part[i] in came))
			missing = part[i]
	if (missing != "")
		print who ": what came has no step " missing > "/dev/stderr"
	exit missing != ""
}
