# SPDX-License-Identifier: MIT
# end-event.awk: is the last event of a program the one that belongs to its exit status?
#   awk -v ended=CODE -f events.awk -f end-event.awk EVENTS
# Other statuses, a signal for instance, have no event of their own.

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
