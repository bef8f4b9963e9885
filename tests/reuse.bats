# SPDX-License-Identifier: MIT
load helper

@test "reuse-cancelled-connect: three orders by two kinds of clean-up, as asyncio does" {
	local cell
	demo reuse-cancelled-connect --json
	claims close-first-by-number close-first-by-owner deregister-first-by-number \
		deregister-first-by-owner close-last-by-number close-last-by-owner never-the-message
	for cell in close-first-by-number=0 close-first-by-owner=0 deregister-first-by-number=0 \
		deregister-first-by-owner=1 close-last-by-number=1 close-last-by-owner=1; do
		grep -Fq "\"event\":\"measure\",\"name\":\"${cell%=*}\",\"value\":${cell#*=}," <<<"$output" ||
			fail "expected $cell"
	done
}

@test "reuse: the dead callback, the ghost, the stranger's bytes, the message itself" {
	demo reuse-dead-callback --json
	claims nobody never once refused endless works uncancelled by-number by-owner cured
	demo reuse-epoll-ghost --json
	claims forgotten ghost cannot-remove two-entries spurious way-out child
	demo reuse-double-close --json
	claims ebadf closes-victim victim-gone leak cured
	demo reuse-adopted --json
	claims refused enoent deaf works
	demo reuse-used-by-transport --json
	claims in-the-book all-refused none-more parked not-for-long for-ever not-yet healed
	demo reuse-late-teardown --json
	claims deaf healed deaf-again cured refused ghost-stays
	demo reuse-stale-batch --json
	claims naive mask generation invalidate defer
	demo reuse-threads --json
	claims not-woken old-bytes stolen missing cured
	demo reuse-happy-eyeballs --json
	claims winner nothing-left next-works no-descriptor next-is-deaf
}

@test "reuse-done-right: four rules and no fault, for any seed; without any one there is one" {
	local seed rule
	demo reuse-done-right --json
	claims all-right nothing-leaked without-owner without-generation without-deregister without-last
	for seed in 2 3 1000000000; do
		run -0 timeout 30 "$bin/reuse-done-right" --quiet --seed=$seed
	done
	for rule in owner generation deregister last; do
		demo reuse-done-right --without=$rule
		expect_status 0
		expect_line '  ok      the oracle reports a fault'
	done
	run -2 "$bin/reuse-done-right" --without=nothing
}
