# SPDX-License-Identifier: MIT
# run-all.bash: eagain run --all: does this machine answer as Linux does?

# shellcheck disable=SC2154  # bin is eagain's

run_all() {
	local strict='' allowed='' as=text all='' glob='*' name status said number=0 bad=0 result
	local -A may=()
	while (($# > 0)); do
		case $1 in
		--all) all=yes ;;
		--match=*) glob=${1#*=} ;;
		--strict) strict=yes ;;
		--allow-skips=*) allowed=${1#*=} ;;
		--allow-skips)
			(($# > 1)) || wrong "$1 needs a file"
			allowed=$2
			shift
			;;
		--tap) as=tap ;;
		--json) as=json ;;
		*) wrong "there is no option $1" ;;
		esac
		shift
	done
	[[ $all ]] || wrong 'which program? or --all'
	if [[ $allowed ]]; then
		[[ -r $allowed && ! -d $allowed ]] || wrong "cannot read $allowed"
		while read -r name _; do
			[[ ! $name || $name == '#'* ]] || may[$name]=yes
		done <"$allowed"
	fi
	need_programs
	[[ $as != tap ]] || printf 'TAP version 13\n'
	while read -r name; do
		# shellcheck disable=SC2053  # it is a pattern
		[[ $name == $glob && $(field "$bin/$name" class) != tool ]] || continue
		status=0
		said=$("$bin/$name" 2>&1 </dev/null) || status=$?
		said=${said##*$'\n'}
		case $status in
		0) result=ok ;;
		77)
			result=skip
			[[ ! $strict || ${may[$name]-} ]] || result='skip, not allowed'
			;;
		*) result=failed ;;
		esac
		[[ $result == ok || $result == skip ]] || bad=1
		number=$((number + 1))
		tell_run
	done < <(names)
	((number > 0)) || die "no program is called $glob"
	[[ $as != tap ]] || printf '1..%d\n' "$number"
	return "$bad"
}

# tell_run: one program of run_all.
tell_run() {
	case $as in
	text) printf '%-18s %s\n' "$result" "$said" ;;
	json)
		printf '{"schema":1,"name":"%s","result":"%s","status":%d,"last":%s}\n' \
			"$name" "$result" "$status" "$(quoted "$said")"
		;;
	tap)
		case $result in
		ok) printf 'ok %d - %s\n' "$number" "$name" ;;
		skip) printf 'ok %d - %s # SKIP %s\n' "$number" "$name" "${said#*: }" ;;
		*)
			printf 'not ok %d - %s\n  ---\n  result: %s\n  status: %d\n  last: %s\n  ...\n' \
				"$number" "$name" "$result" "$status" "$(quoted "$said")"
			;;
		esac
		;;
	esac
}

# quoted TEXT: as a string of JSON.
quoted() {
	local text=${1//\\/\\\\}
	text=${text//\"/\\\"}
	printf '"%s"' "${text//$'\t'/ }"
}
