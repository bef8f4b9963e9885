# SPDX-License-Identifier: MIT
load helper

@test "recv-empty: an empty receive buffer answers EAGAIN, and poll agrees" {
	demo recv-empty --json
	claims empty-is-eagain poll-agrees
}

@test "recv-empty: once the peer has sent, the same call gives its bytes; then EAGAIN" {
	demo recv-empty --json
	claims then-bytes same-bytes empty-again
}

@test "recv-eof: EAGAIN while the peer may send, its last bytes, then 0 for ever" {
	demo recv-eof --json
	claims open-is-eagain bytes-come-first end-is-zero end-is-readable end-stays
}
