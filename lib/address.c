/* SPDX-License-Identifier: MIT */
/* address.c: HOST:PORT, numeric, without a resolver. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

const char *
eag__parse_address(const char *text, int any_port, struct eag_address *address)
{
	char host[INET6_ADDRSTRLEN];
	const char *colon = strrchr(text, ':');
	size_t length, digits;
	long port;

	if (colon == NULL || colon == text)
		return "not HOST:PORT";
	digits = strspn(colon + 1, "0123456789");
	port = strtol(colon + 1, NULL, 10);
	if (digits == 0 || colon[1 + digits] != '\0' || port > 65535)
		return "the port is not a number from 0 to 65535";
	if (port == 0 && !any_port)
		return "there is nothing to connect to at port 0";

	length = (size_t)(colon - text);
	if (text[0] == '[' && text[length - 1] == ']') {
		text++;
		length -= 2;
	} else if (memchr(text, ':', length) != NULL) {
		return "an IPv6 address goes in brackets: [::1]:PORT";
	}
	if (length >= sizeof(host))
		return "not a numeric address, and not localhost";
	memcpy(host, text, length);
	host[length] = '\0';
	if (strcmp(host, "localhost") == 0)
		strcpy(host, "127.0.0.1");

	memset(address, 0, sizeof(*address));
	if (inet_pton(AF_INET, host, &address->in.sin_addr) == 1) {
		address->in.sin_family = AF_INET;
		address->in.sin_port = htons((unsigned short)port);
		address->length = sizeof(address->in);
	} else if (inet_pton(AF_INET6, host, &address->in6.sin6_addr) == 1) {
		address->in6.sin6_family = AF_INET6;
		address->in6.sin6_port = htons((unsigned short)port);
		address->length = sizeof(address->in6);
	} else {
		return "not a numeric address, and not localhost";
	}
	return NULL;
}

void
eag__format_address(const struct eag_address *address, char *text, size_t size)
{
	char host[INET6_ADDRSTRLEN] = "?";

	if (address->sa.sa_family == AF_INET6) {
		inet_ntop(
		    AF_INET6, &address->in6.sin6_addr, host, sizeof(host));
		snprintf(text, size, "[%s]:%u", host,
		    (unsigned int)ntohs(address->in6.sin6_port));
	} else {
		inet_ntop(AF_INET, &address->in.sin_addr, host, sizeof(host));
		snprintf(text, size, "%s:%u", host,
		    (unsigned int)ntohs(address->in.sin_port));
	}
}
