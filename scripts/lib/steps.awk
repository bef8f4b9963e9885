# SPDX-License-Identifier: MIT
# steps.awk: a part of what a program printed:
#   awk -v who=NAME -v from=TAG -v until=TAG -v steps=A,B -f steps.awk OUTPUT
# from a step on (or the beginning) up to another (or the end); of that these steps, and
# ... for what is left out.  False if one of them is not in it.

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
