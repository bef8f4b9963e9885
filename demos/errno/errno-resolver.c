/* SPDX-License-Identifier: MIT */
/*
 * errno-resolver: a name is looked up where nobody listens on port 53, and then
 * with a name server there.  All this happens in namespaces of its own, so that
 * neither the machine's resolver nor a network is needed.
 */
#define _GNU_SOURCE /* CLONE_NEWNET */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"
#include "resolver/name_server.h"

static const struct eag_demo demo = {
	.name = "errno-resolver",
	.title = "getaddrinfo() says EAI_AGAIN, which is not EAGAIN",
	.class = "contrast",
	.calls = "getaddrinfo",
	.errnos = "",
	.poll = "no descriptor to ask: getaddrinfo() waits by itself",
	.belief = "EAI_AGAIN is EAGAIN: a socket is not ready.",
	.why = "No name server has answered: 'Temporary failure in name "
	       "resolution'. getaddrinfo() returns that as EAI_AGAIN, -3, one "
	       "of its own numbers. errno beside it says what some call inside "
	       "met last, and may well be 11. Programs that mix up the two "
	       "say 'Resource temporarily unavailable' for a host name.",
	.react = "Look after DNS: /etc/resolv.conf, the network, the name "
		 "server; 'getent hosts NAME' asks without the program. In a "
		 "program: print gai_strerror() of the value, and try again "
		 "after a pause, a few times.",
	.pages = "getaddrinfo(3) resolv.conf(5)",
	.next = "errno-stale",
};

int
main(int argc, char *argv[])
{
	const struct addrinfo hints = { .ai_family = AF_INET,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	in_addr_t address = 0;
	int ret, beside;

	eag_start(&demo, argc, argv);
	eag_private(CLONE_NEWNET | CLONE_NEWNS);
	ask_loopback();

	eag_step("silent", "a name, and no name server answers");
	errno = 0;
	ret = getaddrinfo("www.example.org", "80", &hints, &found);
	beside = errno;
	eag_call("client", ret, "getaddrinfo(\"www.example.org\")");
	eag_claim("eai-again", ret == EAI_AGAIN && ret != EAGAIN,
	    "the value is EAI_AGAIN, a number of its own, and not EAGAIN");
	eag_measure("EAI_AGAIN", EAI_AGAIN, "is its number here");
	eag_measure("EAGAIN", EAGAIN, "is another one");
	eag_measure("errno beside", beside, eag_errno_name(beside));

	eag_step("answers", "the very same call; a name server answers now");
	name_server();
	ret = getaddrinfo("www.example.org", "80", &hints, &found);
	eag_call("client", ret, "getaddrinfo(\"www.example.org\")");
	if (ret == 0) {
		address = ((struct sockaddr_in *)found->ai_addr)
			      ->sin_addr.s_addr;
		freeaddrinfo(found);
	}
	eag_claim("then-found", address == htonl(INADDR_LOOPBACK),
	    "it gives the address: 127.0.0.1, as the name server says");

	eag_step("unknown", "another name, and the name server has none such");
	ret = getaddrinfo("nobody.example.org", "80", &hints, &found);
	eag_call("client", ret, "getaddrinfo(\"nobody.example.org\")");
	eag_claim("no-is-final", ret == EAI_NONAME,
	    "that is EAI_NONAME: an answer, so trying again is of no use");

	return eag_end();
}
