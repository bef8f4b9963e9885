# SPDX-License-Identifier: MIT
# predictions.awk: the last answer to each question of a report counts.  False if no report of walk begins there.

{ read_event($0, field) }

FNR == 1 && field["event"] == "begin" && field["report"] == "walk" { known = 1 }

field["event"] == "prediction" {
	id = field["lesson"] " " field["id"]
	if (!(id in line))
		name[++n] = id
	line[id] = $0
}

END {
	for (i = 1; i <= n; i++)
		print line[name[i]]
	exit !known
}
