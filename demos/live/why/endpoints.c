/* SPDX-License-Identifier: MIT */
/* endpoints.c: from a port or a path to sockets, and to who has them open. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "../proc_files.h"
#include "descriptors.h"
#include "diag.h"
#include "endpoints.h"
#include "holders.h"

struct place {
	const char *path; /* NULL: it is a port */
	long port;
	int any; /* at whatever address */
	unsigned char address[16];
};

/* "[::1]:80", "127.0.0.1:80", ":80" */
static const char *
parse(const char *text, struct place *place)
{
	const char *colon = strrchr(text, ':');
	char host[64], *end;
	size_t length;

	memset(place, 0, sizeof(*place));
	if (strchr(text, '/') != NULL || text[0] == '@') {
		place->path = text;
		return NULL;
	}
	if (colon == NULL)
		return "is no PID, :PORT, HOST:PORT, nor the path of a socket";
	place->port = strtol(colon + 1, &end, 10);
	if (end == colon + 1 || *end != '\0' || colon[1] < '0' ||
	    colon[1] > '9' || place->port < 1 || place->port > 65535)
		return "has no port from 1 to 65535";
	length = (size_t)(colon - text);
	place->any = length == 0;
	if (length >= 2 && text[0] == '[' && text[length - 1] == ']') {
		text++;
		length -= 2;
	}
	snprintf(host, sizeof(host), "%.*s", (int)length, text);
	place->address[10] = place->address[11] = 0xff;
	if (place->any || inet_pton(AF_INET, host, place->address + 12) == 1)
		return NULL;
	return inet_pton(AF_INET6, host, place->address) == 1 ?
	    NULL :
	    "has no numeric address before its port";
}

const char *
endpoints_wrong(const char *text)
{
	struct place place;

	return parse(text, &place);
}

static int
is_at(const struct place *place, const unsigned char address[16],
    unsigned short port)
{
	return port == place->port &&
	    (place->any || memcmp(address, place->address, 16) == 0 ||
		diag_is_any(address));
}

/* A client of AF_UNIX has no name: its peer has. */
static int
matches(const struct place *place, const struct diag *diag,
    const struct socket *socket)
{
	const struct socket *peer;

	if (place->path == NULL)
		return socket->family != AF_UNIX &&
		    (is_at(place, socket->from, socket->from_port) ||
			is_at(place, socket->to, socket->to_port));
	if (socket->family != AF_UNIX)
		return 0;
	if (strcmp(socket->name, place->path) == 0)
		return 1;
	peer = diag_socket(
	    diag, socket->queued_at != 0 ? socket->queued_at : socket->peer);
	return peer != NULL && strcmp(peer->name, place->path) == 0;
}

static void
add(struct endpoints *endpoints, int pid, int fd)
{
	endpoints->all = proc_grow(
	    endpoints->all, endpoints->count, sizeof(*endpoints->all));
	endpoints->all[endpoints->count++] = (struct endpoint){ pid, fd };
	for (int i = 0; i < endpoints->process_count; i++)
		if (endpoints->processes[i] == pid)
			return;
	if (endpoints->process_count < ENDPOINTS_PROCESSES)
		endpoints->processes[endpoints->process_count++] = pid;
}

static void
add_owners(struct endpoints *endpoints, struct socket *socket)
{
	const struct holders *holders = &endpoints->holders;
	const unsigned long long key = descriptors_socket_key(socket->inode);
	const struct holder *holder = holders_first(holders, key);

	if (holder != NULL || socket->inode == 0) {
		for (; holder != NULL; holder = holders_next(holders, holder))
			add(endpoints, holder->pid, holder->fd);
		return;
	}
	endpoints->unowned = proc_grow(endpoints->unowned,
	    endpoints->unowned_count, sizeof(*endpoints->unowned));
	endpoints->unowned[endpoints->unowned_count++] = socket;
}

void
endpoints_find(struct endpoints *endpoints, const char *text)
{
	struct diag *diag = &endpoints->diag;
	struct place place;

	memset(endpoints, 0, sizeof(*endpoints));
	parse(text, &place);
	diag_load(diag, place.path != NULL ? DIAG_UNIX : DIAG_INET);
	for (size_t i = 0; i < diag->count; i++)
		if (diag->sockets[i].inode != 0 &&
		    matches(&place, diag, &diag->sockets[i]))
			holders_want(&endpoints->holders,
			    descriptors_socket_key(diag->sockets[i].inode));
	holders_look(&endpoints->holders);
	/* Who listens comes first. */
	for (int listens = 1; listens >= 0; listens--)
		for (size_t i = 0; i < diag->count; i++)
			if (socket_listens(&diag->sockets[i]) == listens &&
			    matches(&place, diag, &diag->sockets[i]))
				add_owners(endpoints, &diag->sockets[i]);
}

void
endpoints_free(struct endpoints *endpoints)
{
	diag_free(&endpoints->diag);
	holders_free(&endpoints->holders);
	free(endpoints->unowned);
	free(endpoints->all);
}

int
endpoints_has(const struct endpoints *endpoints, int pid, int fd)
{
	for (size_t i = 0; i < endpoints->count; i++)
		if (endpoints->all[i].pid == pid && endpoints->all[i].fd == fd)
			return 1;
	return 0;
}
