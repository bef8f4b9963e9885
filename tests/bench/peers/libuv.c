/* SPDX-License-Identifier: MIT */
/* libuv: the echo server on libuv, with uv_try_write().  Links: -luv */
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "listen.h"

static char bytes[65536];

struct rest {
	uv_write_t request;
	char bytes[];
};

static void
on_alloc(uv_handle_t *client, size_t size, uv_buf_t *buffer)
{
	(void)client, (void)size;
	*buffer = uv_buf_init(bytes, sizeof(bytes));
}

static void
on_close(uv_handle_t *client)
{
	free(client);
}

static void
on_written(uv_write_t *request, int status)
{
	(void)status;
	free(request);
}

static void
on_read(uv_stream_t *client, ssize_t n, const uv_buf_t *buffer)
{
	uv_buf_t answer = uv_buf_init(buffer->base, (unsigned)n);
	struct rest *rest;
	int sent;

	if (n <= 0) {
		if (n < 0)
			uv_close((uv_handle_t *)client, on_close);
		return;
	}
	upper(buffer->base, (size_t)n);
	sent = uv_try_write(client, &answer, 1);
	if (sent == n)
		return;
	n -= sent > 0 ? sent : 0;
	rest = malloc(sizeof(*rest) + (size_t)n);
	memcpy(rest->bytes, buffer->base + (sent > 0 ? sent : 0), (size_t)n);
	answer = uv_buf_init(rest->bytes, (unsigned)n);
	uv_write(&rest->request, client, &answer, 1, on_written);
}

static void
on_client(uv_stream_t *listener, int status)
{
	uv_tcp_t *client = malloc(sizeof(*client));

	(void)status;
	uv_tcp_init(listener->loop, client);
	uv_accept(listener, (uv_stream_t *)client);
	uv_read_start((uv_stream_t *)client, on_alloc, on_read);
}

int
main(void)
{
	uv_tcp_t listener;

	uv_tcp_init(uv_default_loop(), &listener);
	uv_tcp_open(&listener, listen_somewhere(SOCK_NONBLOCK));
	uv_listen((uv_stream_t *)&listener, 4096, on_client);
	return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
