#include "lib/directory_io.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/dial.h"

/* Wait until the socket can go on.  False, with errno set, at the deadline. */
static bool
wait_for(const struct directory_io *io, short events)
{
	struct pollfd	p = { .fd = io->fd, .events = events };
	long long	left = io->deadline - clock_ms();
	int		n = 0;

	if (left > 0)
		n = poll(&p, 1, (int)left);
	if (n == 0)
		errno = ETIMEDOUT;
	return n > 0 || (n < 0 && errno == EINTR);
}

static bool
would_block(void)
{
	return errno == EAGAIN || errno == EINTR;
}

static ber_slen_t
io_read(Sockbuf_IO_Desc *sbiod, void *data, ber_len_t len)
{
	const struct directory_io	*io = sbiod->sbiod_pvt;
	ssize_t				 n;

	do {
		n = recv(io->fd, data, len, MSG_DONTWAIT);
	} while (n < 0 && would_block() && wait_for(io, POLLIN));
	return n;
}

static ber_slen_t
io_write(Sockbuf_IO_Desc *sbiod, void *data, ber_len_t len)
{
	const struct directory_io	*io = sbiod->sbiod_pvt;
	ssize_t				 n;

	do {
		n = send(io->fd, data, len, MSG_DONTWAIT | MSG_NOSIGNAL);
	} while (n < 0 && would_block() && wait_for(io, POLLOUT));
	return n;
}

static int
io_setup(Sockbuf_IO_Desc *sbiod, void *arg)
{
	sbiod->sbiod_pvt = arg;
	return 0;
}

static int
io_remove(Sockbuf_IO_Desc *sbiod)
{
	(void)sbiod;
	return 0;
}

/* The end of the line: no option is known. */
static int
io_ctrl(Sockbuf_IO_Desc *sbiod, int option, void *arg)
{
	(void)sbiod;
	(void)option;
	(void)arg;
	return 0;
}

static int
io_close(Sockbuf_IO_Desc *sbiod)
{
	struct directory_io *io = sbiod->sbiod_pvt;

	if (io->fd >= 0)
		(void)close(io->fd);
	io->fd = -1;
	return 0;
}

int
directory_io_add(Sockbuf *sb, struct directory_io *io)
{
	/* Nobody writes to it; liblber only forgot to say so. */
	static Sockbuf_IO layer = {
		.sbi_setup = io_setup,
		.sbi_remove = io_remove,
		.sbi_ctrl = io_ctrl,
		.sbi_read = io_read,
		.sbi_write = io_write,
		.sbi_close = io_close,
	};

	return ber_sockbuf_add_io(sb, &layer, LBER_SBIOD_LEVEL_PROVIDER, io) == 0 ?
	    0 : -1;
}
