# SPDX-License-Identifier: MIT
# markdown.bash: a Markdown page as a map of names and values.  common.bash is there.

# read_page MAP READER PAGE [SECOND]: READER is lesson or blocks, whose awk program says
# what is in the map then.  A page that is broken ends this.
read_page() {
	local -n read_page_map=$1
	local lib=${BASH_SOURCE[0]%/*} records name value
	records=$(LC_ALL=C awk -v who="${0##*/}" -v root="$lib/../.." -v second="${4-}" \
		-f "$lib/source.awk" -f "$lib/markdown.awk" -f "$lib/$2.awk" "$3") || exit 1
	read_page_map=()
	while IFS=$'\037' read -r name value; do
		# shellcheck disable=SC2004,SC2034  # a name of the map, not a number
		read_page_map[$name]=${value//$'\036'/$'\n'}
	done <<<"$records"
}
