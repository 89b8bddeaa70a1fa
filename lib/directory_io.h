/*
 * Socket reads and writes of libldap that end at a deadline.  libldap's own
 * would not: with GnuTLS it waits for ever in the handshake with a server that
 * says nothing, whatever LDAP_OPT_NETWORK_TIMEOUT is.
 */
#ifndef MUACONF_DIRECTORY_IO_H
#define MUACONF_DIRECTORY_IO_H

#include <lber.h>

struct directory_io {
	int		fd;	/* closed with the Sockbuf */
	long long	deadline;	/* on the clock of clock_ms(); set before each use */
};

/* Put it below everything else in a Sockbuf of LDAP_PROTO_EXT.  io lives longer
 * than that.  0 or -1. */
int directory_io_add(Sockbuf *sb, struct directory_io *io)
    __attribute__((warn_unused_result));

#endif
