/* The server blocks that `muaconf nginx --vhosts` prints; the same decisions as
 * in nginx/muaconf.conf, which explains them. */
#ifndef MUACONF_NGINX_TEXT_H
#define MUACONF_NGINX_TEXT_H

#include "lib/buf.h"

struct nginx_style {
	const char	*certificates;	/* DIRECTORY/DOMAIN/fullchain.pem, privkey.pem */
	const char	*challenges;	/* files of ACME's http-01 */
	const char	*socket;	/* of muaconf.fcgi */
	unsigned long	 http_port;
	unsigned long	 https_port;
};

/* What the blocks need of the http context, once. */
void nginx_head(struct buf *b, const struct nginx_style *style);

/* The blocks of one domain; names has one blank between two. */
void nginx_port_80(struct buf *b, const struct nginx_style *style,
    const char *names);
void nginx_port_443(struct buf *b, const struct nginx_style *style,
    const char *names, const char *domain);

#endif
