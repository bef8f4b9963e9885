# SPDX-License-Identifier: MIT
load helper

@test "reuse-cancelled-connect: three orders by two kinds of clean-up, as asyncio does" {
	local cell
	demo reuse-cancelled-connect --json
	for cell in close-first-by-number=0 close-first-by-owner=0 deregister-first-by-number=0 \
		deregister-first-by-owner=1 close-last-by-number=1 close-last-by-owner=1; do
		grep -Fq "\"event\":\"measure\",\"name\":\"${cell%=*}\",\"value\":${cell#*=}," <<<"$output" ||
			fail "expected $cell"
	done
}

@test "reuse-done-right: four rules and no fault, for any seed" {
	local seed
	for seed in 2 3 1000000000; do
		run -0 timeout 30 "$bin/reuse-done-right" --quiet --seed=$seed
	done
}
