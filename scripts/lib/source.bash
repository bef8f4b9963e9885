# SPDX-License-Identifier: MIT
# source.bash: parts of a source file, by name.  Each line comes as
# "NUMBER<TAB>LINE", so that who shows it may say where it stands.  $root is the
# caller's.

# shellcheck disable=SC2154

# region FILE TAG: from eag_step("TAG", ... to the next step or the end.
region() {
	awk -v start="eag_step(\"$2\"," '
		index($0, start) { on = found = 1 }
		on && !index($0, start) && /eag_step\(|return eag_end/ { on = 0 }
		on { lines[++n] = NR "\t" $0 }
		END {
			while (n > 0 && lines[n] ~ /^[0-9]+[ \t]*$/)
				n--
			for (i = 1; i <= n; i++)
				print lines[i]
			exit !found
		}' "$1" || die "$1 has no step $2"
}

# function_of FILE NAME: its definition, with the comment above it.
function_of() {
	awk -v name="$2" '
		function keep() { held = held NR "\t" $0 "\n" }
		# What may belong to the next function is kept until that is known.
		!on && index($0, name "(") == 1 || $0 ~ "^def " name "\\(" {
			printf "%s", held
			print NR "\t" $0
			on = found = 1
			next
		}
		!on && /^(\/\*| \*|static |[a-z].*[a-z\*]$|# )/ { keep() }
		!on && !/^(\/\*| \*|static |[a-z].*[a-z\*]$|# )/ { held = "" }
		on && /^(def |[A-Za-z@#])/ { on = 0; held = "" }
		on && /^$/ && python { blank = blank NR "\t" $0 "\n"; next }
		on { printf "%s", blank; blank = ""; print NR "\t" $0 }
		on && /^}/ { on = 0; held = "" }
		BEGIN { python = ARGV[1] ~ /\.py$/ }
		END { exit !found }' "$1" || die "$1 has no function $2"
}

# named_source "source FILE TAG" or "function FILE NAME", as a page names it.
named_source() {
	local what file name
	read -r what file name <<<"$1"
	case $what in
	source) region "$root/$file" "$name" ;;
	function) function_of "$root/$file" "$name" ;;
	*) die "there is no source of the kind $what" ;;
	esac
}

# unnumbered: the same without the numbers.
unnumbered() {
	cut -f 2-
}
