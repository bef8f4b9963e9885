#include <eagain.h>
#include <poll.h>
#include <sys/socket.h>

int
main(void)
{
	int pair[2];
	char byte;

	socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair);
	eag_call("me", recv(pair[0], &byte, 1, 0), "recv(sock, 1 byte)");
	eag_call("me", send(pair[1], "hello", 5, 0), "send(peer, 5 bytes)");
	eag_poll("me", pair[0], POLLIN, "sock");
	eag_buffer("me", pair[1], EAG_SEND);
	return 0;
}
