/* SPDX-License-Identifier: MIT */
/* silent_neighbour.c: a wire, by netlink(7), rtnetlink(7) and netdevice(7). */
#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "silent_neighbour.h"

#include <errno.h>
#include <net/if.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "eagain.h"

static const char wire[] = "wire", other_end[] = "veth0";

/*
 * From <linux/netlink.h>, <linux/rtnetlink.h>, <linux/if_link.h> and
 * <linux/neighbour.h>, which a libc need not bring.
 */
enum {
	ROUTE = 0,
	REQUEST = 1,
	ACKNOWLEDGE = 4,
	CREATE = 0x600, /* and not if it is there */
	NEWLINK = 16,
	LINK_NAME = 3,
	LINK_INFO = 18,
	LINK_KIND = 1,
	SETNEIGHTBL = 67,
	TABLE_NAME = 1,
	TABLE_PARAMETERS = 6,
	INTERFACE = 1,
	BETWEEN = 5,  /* NDTPA_RETRANS_TIME, milliseconds */
	REQUESTS = 11 /* NDTPA_MCAST_PROBES */
};

struct header {
	uint32_t length;
	uint16_t type, flags;
	uint32_t sequence, port;
};

struct attribute {
	uint16_t length, type; /* the length of both and what follows */
};

struct number {
	struct attribute head;
	uint32_t value;
};

/* Ask the kernel: 0, or -1 with errno. */
static int
ask(const void *message, size_t length)
{
	struct {
		struct header head;
		int32_t error;
		char rest[1024];
	} answer;
	int sock = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, ROUTE);
	ssize_t n;

	if (sock == -1)
		return -1;
	eag_need(send(sock, message, length, 0) == (ssize_t)length, "send");
	n = recv(sock, &answer, sizeof(answer), 0);
	eag_need(n > (ssize_t)sizeof(answer.head), "recv");
	close(sock);
	errno = -answer.error;
	return answer.error == 0 ? 0 : -1;
}

/* ip link add wire type veth: the kernel calls the other end veth0. */
static void
make_wire(void)
{
	static const struct {
		struct header head;
		struct {
			uint8_t family, pad;
			uint16_t type;
			int32_t index;
			uint32_t flags, change;
		} link;
		struct attribute name;
		char wire[8];
		struct attribute info, kind;
		char veth[4];
	} message = {
		.head = { sizeof(message), NEWLINK,
		    REQUEST | ACKNOWLEDGE | CREATE, 0, 0 },
		.name = { 4 + sizeof(wire), LINK_NAME },
		.wire = "wire",
		.info = { 4 + 4 + 4, LINK_INFO },
		.kind = { 4 + 4, LINK_KIND },
		.veth = { 'v', 'e', 't', 'h' },
	};

	if (ask(&message, sizeof(message)) == -1)
		eag_skip("a veth device to be made");
}

/* ip ntable change name arp_cache dev wire mcast_probes N retrans MS */
static void
ask_so_often(unsigned requests, unsigned milliseconds)
{
	const uint64_t between = milliseconds;
	struct {
		struct header head;
		uint8_t family, pad[3];
		struct attribute name;
		char arp_cache[12];
		struct attribute parameters;
		struct number interface, requests;
		struct attribute between;
		char milliseconds[8];
	} message = {
		.head = { sizeof(message), SETNEIGHTBL, REQUEST | ACKNOWLEDGE,
		    0, 0 },
		.family = AF_INET,
		.name = { 4 + sizeof("arp_cache"), TABLE_NAME },
		.arp_cache = "arp_cache",
		.parameters = { 4 + 8 + 8 + 12, TABLE_PARAMETERS },
		.interface = { { 8, INTERFACE }, if_nametoindex(wire) },
		.requests = { { 8, REQUESTS }, requests },
		.between = { 12, BETWEEN },
	};

	memcpy(message.milliseconds, &between, sizeof(between));
	eag_need(ask(&message, sizeof(message)) == 0, "netlink SETNEIGHTBL");
}

static void
bring_up(int sock, const char *name)
{
	struct ifreq request = { .ifr_flags = IFF_UP };

	memcpy(request.ifr_name, name, strlen(name));
	eag_need(ioctl(sock, SIOCSIFFLAGS, &request) == 0, "SIOCSIFFLAGS");
}

void
silent_neighbour(
    struct eag_address *at, unsigned requests, unsigned milliseconds)
{
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq request = { .ifr_name = "wire" };
	struct sockaddr_in *own = (struct sockaddr_in *)&request.ifr_addr;

	eag_need(sock != -1, "socket");
	make_wire();
	ask_so_often(requests, milliseconds);
	own->sin_family = AF_INET;
	own->sin_addr.s_addr = htonl(0x0a090901); /* of 10.0.0.0/8 */
	eag_need(ioctl(sock, SIOCSIFADDR, &request) == 0, "SIOCSIFADDR");
	bring_up(sock, wire);
	bring_up(sock, other_end);
	close(sock);
	*at = (struct eag_address){ .in = { .sin_family = AF_INET,
					.sin_port = htons(9),
					.sin_addr.s_addr = htonl(0x0a090902) },
		.length = sizeof(at->in) };
}
