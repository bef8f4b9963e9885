# SPDX-License-Identifier: MIT
# helper.bash: what the tests share.  bats 1.8 is enough; nothing else is needed.
# shellcheck disable=SC2034,SC2154  # bats sets, and the tests use

bats_require_minimum_version 1.5.0

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
out=$(cd "$root" && cd "${O:-build}" && pwd)
bin=$out/bin
fixtures=$out/fixtures
export LC_ALL=C
unset NO_COLOR ACCESSIBLE MAKEFLAGS MFLAGS MAKELEVEL

# demo NAME [ARGUMENT ...]: run a program; $status, $output, $stderr.  A program
# that cannot show its case here skips the test, and says what is missing.
demo() {
	local name=$1
	shift
	# The last of two --timeout counts.
	run --separate-stderr timeout -k 2 120 "$bin/$name" --timeout=100 "$@" </dev/null
	if [[ $status == 77 ]]; then
		skip "${output##*$'\n'}"
	fi
}

# fail TEXT ...: say what is wrong, and all that came.
fail() {
	printf '%s\n' "$*" "status: ${status-}" "stdout:" "${output-}" \
		"stderr:" "${stderr-}" >&2
	return 1
}

expect_status() {
	[[ $status == "$1" ]] || fail "expected status $1"
}

# expect_line REGEXP: a line of the output matches all of it.
expect_line() {
	grep -Exq -- "$1" <<<"$output" || fail "expected a line: $1"
}

expect_no_line() {
	! grep -Eq -- "$1" <<<"$output" || fail "expected no line with: $1"
}

expect_stderr() {
	grep -Eq -- "$1" <<<"$stderr" || fail "expected on stderr: $1"
}

last_line() {
	printf '%s\n' "${output##*$'\n'}"
}

# claims ID ...: the last run made these claims, and they hold.
claims() {
	local id
	for id; do
		grep -Fq "\"event\":\"claim\",\"id\":\"$id\",\"ok\":true," <<<"$output" ||
			fail "expected the claim $id to hold"
	done
}

# describes NAME KEY: what a program says of itself.
describes() {
	"$bin/$1" --describe | sed -n "s/^$2: //p"
}

# proofs NAME: what docs/proofs.md has of it, which the judge compares with its run.
proofs() {
	awk -v name="$1" '/^## / { ours = index($0, "## [" name "](") == 1 } ours && /^- /' \
		"$root/docs/proofs.md"
}

# pause SECONDS: no process, and nothing to wait for but the time.
exec 9<> <(:)
pause() {
	read -rt "$1" -u 9 || true
}
export -f pause

# wait_for COMMAND ...: until it succeeds, at most a minute: a busy machine takes long.
wait_for() {
	local end=$((SECONDS + 60))
	until "$@" 2>/dev/null; do
		((SECONDS < end)) || fail "waited 60 s for: $*" || return 1
		pause 0.01
	done
}

# port_in FILE: the port a program said it listens on, once it has.
port_in() {
	wait_for grep -q 'listening on' "$1"
	sed -n 's/.*listening on .*:\([0-9]*\)$/\1/p' "$1"
}

# sleeping PID: its SIGTERM handler is in place, and it is waiting.
sleeping() {
	local caught
	caught=$(sed -n 's/^SigCgt:\t//p' /proc/"$1"/status)
	((16#$caught & 1 << 14)) && grep -q '^State:.S' /proc/"$1"/status
}
export -f sleeping
