# SPDX-License-Identifier: MIT
# report.bash: what was predicted, and what happened, kept in a file.

# shellcheck disable=SC2034,SC2154  # the parts read and set each other's

report_started='' # and so may be written at the end

# start_report: can it be written?  One of an earlier day, or of the first half of the
# lesson, is gone on with.
start_report() {
	local line id
	if [[ -s $report ]]; then
		IFS= read -r line <"$report" || true
		[[ $line == '{"event":"begin","schema":1,"report":"walk",'* ]] ||
			die "$report is there, and is no report of walk"
		while IFS= read -r line; do
			[[ $line =~ \"lesson\":\"([^\"]+)\",\"id\":\"([^\"]+)\" ]] || continue
			id="${BASH_REMATCH[1]} ${BASH_REMATCH[2]}"
			report_line["$id"]=$line
		done <"$report"
	fi
	{ : >>"$report"; } 2>/dev/null || die "cannot write $report"
	report_started=yes
}

write_report() {
	{
		printf '{"event":"begin","schema":1,"report":"walk","kernel":"%s","machine":"%s"}\n' \
			"$(uname -r)" "$(uname -m)"
		# In the order of the lessons and their questions.
		((${#report_line[@]} == 0)) || printf '%s\n' "${report_line[@]}" | sort -t '"' -k 8,8 -s
		printf '{"event":"end","predictions":%d}\n' "${#report_line[@]}"
	} >"$report" 2>/dev/null || die "cannot write $report"
}
