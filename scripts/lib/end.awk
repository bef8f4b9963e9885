# SPDX-License-Identifier: MIT
# end.awk: does what a program reported end as it did?
#   awk -v ended=CODE -f events.awk -f end.awk EVENTS
# By a signal, or before it began, there may be no such event; that it ended so is said
# soon enough.

{ last = $0 }

END {
	result[0] = "pass"
	result[1] = "fail"
	result[77] = "skip"
	result[124] = "hang"
	read_event(last, field)
	exit ended in result && !(field["event"] == "end" && field["result"] == result[ended] && \
		(ended != 0 || field["claims"] == field["held"]))
}
