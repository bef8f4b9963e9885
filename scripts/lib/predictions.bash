# SPDX-License-Identifier: MIT
# predictions.bash: what was predicted, and what happened, kept in a file.

# shellcheck disable=SC2154  # the lesson's page is there

report_file=''  # where it is written at the end
report_lines='' # where it grows

# start_report FILE DIR: can it be written?  One of an earlier day, or of the first half of
# the lesson, is gone on with.
start_report() {
	report_lines=$2/report
	# A device has nothing to go on with, and /dev/full has no end.
	if [[ -f $1 ]]; then cat "$1"; fi >"$report_lines" 2>/dev/null || true
	[[ ! -s $1 ]] || report_questions >/dev/null || die "$1 is there, and is no report of walk"
	{ : >>"$1"; } 2>/dev/null || die "cannot write $1"
	report_file=$1
}

report_questions() {
	awk -f "$here/lib/events.awk" -f "$here/lib/predictions.awk" "$report_lines"
}

# report_question ITEM RIGHT ANSWER
report_question() {
	local i letter answers='' beliefs='' count n=${lesson[$1.options]} letters='abcde'
	[[ $report_file ]] || return 0
	for ((i = 1; i <= n + 1; i++)); do
		letter=${letters:i-1:1} count=0
		((i <= n)) || letter='?'
		[[ $3 != "$letter" ]] || count=1
		[[ " $3" != *" $letter="* ]] || count=${3#*"$letter="}
		answers+=",\"$letter\":${count%% *}"
		[[ ! ${lesson[$(($1 + i)).belief]-} ]] ||
			beliefs+=",\"$letter\":\"${lesson[$(($1 + i)).belief]}\""
	done
	printf '{"event":"prediction","lesson":"%s","id":"%s","right":"%s","answers":{%s},"beliefs":{%s}}\n' \
		"${lesson[slug]}" "${lesson[$1.name]}" "$2" "${answers#,}" "${beliefs#,}" >>"$report_lines"
}

write_report() {
	local -a lines
	[[ $report_file ]] || return 0
	mapfile -t lines < <(report_questions | sort -t '"' -k 8,8 -s)
	{
		printf '{"event":"begin","schema":1,"report":"walk","kernel":"%s","machine":"%s"}\n' \
			"$(uname -r)" "$(uname -m)"
		((${#lines[@]} == 0)) || printf '%s\n' "${lines[@]}"
		printf '{"event":"end","predictions":%d}\n' "${#lines[@]}"
	} >"$report_file" 2>/dev/null || die "cannot write $report_file"
}

# keep_right LESSON QUESTION LETTER: what the last run made right, for the teacher's notes.
keep_right() {
	{
		mkdir -p "$state" && {
			awk -v id="$2" '$1 != id' "$state/$1.right" 2>/dev/null
			printf '%s %s\n' "$2" "$3"
		} >"$state/$1.right.new" && mv "$state/$1.right.new" "$state/$1.right"
	} 2>/dev/null || true
}

# kept_right QUESTION: the letter, or nothing.
kept_right() {
	sed -n "s/^$1 \\([a-e]\\)\$/\\1/p" "$state/${lesson[slug]}.right" 2>/dev/null || true
}
