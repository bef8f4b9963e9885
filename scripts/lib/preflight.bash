# SPDX-License-Identifier: MIT
# preflight.bash: everything that the lessons need, tried once before the class comes.

# shellcheck disable=SC2154  # walk's options are there

# preflight PAGE ...: false if something is wrong.
preflight() {
	local page size bad=0
	for page; do
		try_lesson "$page" || bad=1
	done
	if [[ -t 1 ]] && size=$(stty size </dev/tty 2>/dev/null); then
		said_well $((${size% *} >= 24 && ${size#* } >= 80)) \
			"the terminal has ${size#* } columns and ${size% *} lines; 80 and 24 are needed" || bad=1
	else
		printf '        no terminal to measure here: 80 columns and 24 lines are needed\n'
	fi
	if mkdir -p "$state" 2>/dev/null && [[ -w $state ]]; then
		said_well 1 'where a lesson was left can be kept'
	else
		printf '        where a lesson was left cannot be kept: %s\n' "$state"
	fi
	return "$bad"
}

# said_well WELL WORDS
said_well() {
	(($1)) && printf 'ok      %s\n' "$2" && return
	printf 'not ok  %s\n' "$2"
	return 1
}

# try_lesson PAGE
try_lesson() {
	local said id right code=0 slug=${1##*/}
	slug=${slug%.md}
	said=$("$here/walk" "$1" --auto --report="$work/$slug" ${second:+--two-terminals} 2>&1 </dev/null) || code=$?
	while read -r id right; do
		keep_right "$slug" "$id" "$right"
	done < <(sed -n 's/.*"id":"\([a-z0-9-]*\)","right":"\([a-e]\)".*/\1 \2/p' "$work/$slug")
	case $code in
	0) said_well 1 "${said##*$'\nEnd of '}" ;;
	77) said_well 1 "$slug works, but for: $(awk '/^SKIP/' <<<"$said")" ;;
	*) said_well 0 "$slug: ${said##*$'\n'}" ;;
	esac
}
