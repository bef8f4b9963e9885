# SPDX-License-Identifier: MIT
# lesson.bash: which lessons there are, and the one that is read: `lesson`, a map.
# lesson.awk says what is in it, and CONTRIBUTING.md what a page may hold.

# shellcheck source=markdown.bash
. "${BASH_SOURCE[0]%/*}/markdown.bash"

# shellcheck disable=SC2034  # who sources this reads it
declare -A lesson=()

# read_lesson PAGE [SECOND]: with SECOND, the parts for two terminals are on show.
# lesson[place] is its slug, and behind a dot the language, if its folder has one;
# lesson[again] is what walk is given to present it: a number, or a file that is not ours.
read_lesson() {
	local folder=${1%/*}
	read_page lesson lesson "$1" "${2-}"
	lesson[place]=${lesson[slug]}
	[[ $folder != */lessons.* ]] || lesson[place]+=.${folder##*/lessons.}
	lesson[again]=${lesson[slug]%%-*}
	[[ $folder == */lessons* && $folder -ef ${BASH_SOURCE[0]%/*}/../../docs/${folder##*/} ]] ||
		printf -v 'lesson[again]' %q "${1#"$PWD/"}"
}

# lesson_pages DIR WHAT: those of DIR that a number, a name or "all" means, or a file;
# false if there is none.
lesson_pages() {
	local page name found=''
	if [[ $2 == *.md && -f $2 ]]; then
		printf '%s/%s\n' "$(cd "$(dirname "$2")" && pwd)" "${2##*/}"
		return
	fi
	for page in "$1"/[0-9]*.md; do
		name=${page##*/}
		name=${name%.md}
		[[ $2 == all || $2 == "$name" || $2 == "${name#*-}" || $2 == "${name%%-*}" ||
			0$2 == "${name%%-*}" ]] || continue
		found=yes
		printf '%s\n' "$page"
	done
	[[ $found ]]
}
