# SPDX-License-Identifier: MIT
# fence.bash: what may stand behind "```console".

# attribute NAME INFO: its value in "console exit=1 steps=a,b", or nothing.
attribute() {
	[[ " $2 " =~ \ $1=([^ ]+)\  ]] || return 0
	printf '%s\n' "${BASH_REMATCH[1]}"
}

# only STEPS: of a program's output, these steps, and ... for what is left out.
# False if one of them is not in it.
only() {
	[[ $1 ]] || { cat && return; }
	awk -v steps=",$1," -v who="${0##*/}:${slug:+ $slug:}" '
		{
			bare = $0
			gsub(/\033\[[0-9;]*m/, "", bare)
		}
		bare ~ /^(\[[a-z-]+\]|Step [a-z-]+:) / {
			split(bare, part, /[][ :]+/)
			on = index(steps, "," part[2] ",")
			came[part[2]] = 1
		}
		bare ~ /^(Why|Do|Next|PASS|FAIL|HANG|SKIP) / { on = 0 }
		on { print; was = "shown" }
		!on && NF && was != "left out" { print "..."; was = "left out" }
		END {
			n = split(steps, part, /,/)
			for (i = 2; i < n; i++)
				if (!(part[i] in came)) {
					print who " what came has no step " part[i] > "/dev/stderr"
					bad = 1
				}
			exit bad
		}'
}
