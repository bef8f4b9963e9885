/* SPDX-License-Identifier: MIT */
/* name_server.h: names looked up in a namespace that nobody else sees. */
#ifndef NAME_SERVER_H
#define NAME_SERVER_H

/*
 * From here on /etc of this process holds nothing but a resolv.conf: ask
 * 127.0.0.1, once, for a second.  Needs a mount namespace of its own; ends with
 * 77 where mount(2) is refused.  resolv.conf(5).
 */
void ask_loopback(void);

/*
 * A name server on 127.0.0.1, in a child: it says that each name that begins
 * with "www" is 127.0.0.1, and that there is no other.  RFC 1035.  It dies with
 * this process.
 */
void name_server(void);

#endif
