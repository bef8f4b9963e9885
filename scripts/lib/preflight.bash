# SPDX-License-Identifier: MIT
# preflight.bash: everything that the lessons need, tried once before the class comes.

# shellcheck disable=SC2034,SC2154  # the parts read and set each other's

check_here() {
	if [[ $1 == 0 ]]; then
		printf 'ok      %s\n' "$2"
	else
		printf 'not ok  %s\n' "$2"
		status=1
	fi
}

preflight() {
	local said size code
	for page in "${pages[@]}"; do
		code=0
		said=$("$here/walk" "$page" --auto ${second:+--two-terminals} 2>&1 </dev/null) || code=$?
		slug=${page##*/}
		slug=${slug%.md}
		case $code in
		0) check_here 0 "${said##*$'\nEnd of '}" ;;
		77) check_here 0 "$slug works, but for: $(awk '/^SKIP/' <<<"$said")" ;;
		*) check_here 1 "$slug: ${said##*$'\n'}" ;;
		esac
	done
	if [[ -t 1 ]] && size=$(stty size </dev/tty 2>/dev/null); then
		check_here $((${size% *} < 24 || ${size#* } < 80)) \
			"the terminal has ${size#* } columns and ${size% *} lines; 80 and 24 are needed"
	else
		printf '        no terminal to measure here: 80 columns and 24 lines are needed\n'
	fi
	if mkdir -p "$state" 2>/dev/null && [[ -w $state ]]; then
		check_here 0 'where a lesson was left can be kept'
	else
		printf '        where a lesson was left cannot be kept: %s\n' "$state"
	fi
}
