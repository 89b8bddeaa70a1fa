#include "schema/nginx_text.h"

void
nginx_head(struct buf *b, const struct nginx_style *style)
{
	buf_puts(b, "# Printed by: muaconf nginx --vhosts.  It stands in place"
	    " of muaconf.conf, not beside it.\n\n"
	    "upstream muaconf {\n"
	    "\tserver unix:");
	buf_puts(b, style->socket);
	buf_puts(b, ";\n"
	    "}\n\n"
	    "# No request line and no user: both can hold addresses.\n"
	    "log_format muaconf '$remote_addr $time_iso8601 $scheme"
	    " $request_method $host'\n"
	    "                   ' status=$status bytes=$body_bytes_sent"
	    " time=$request_time'\n"
	    "                   ' upstream=$upstream_status';\n"
	    "map $remote_addr $muaconf_client {\n"
	    "\tdefault   $binary_remote_addr;\n"
	    "\t127.0.0.1 \"\";\n"
	    "\t::1       \"\";\n"
	    "}\n"
	    "limit_req_zone $muaconf_client zone=muaconf:1m rate=20r/s;\n"
	    "server_names_hash_max_size    65536;\n"
	    "server_names_hash_bucket_size 512;\n");
}

static void
put_listen(struct buf *b, unsigned long port, const char *how)
{
	buf_printf(b, "\tlisten %lu%s;\n\tlisten [::]:%lu%s;\n", port, how,
	    port, how);
}

/* What is the same for both ports. */
static void
put_start(struct buf *b, const char *names)
{
	buf_puts(b, "\tserver_name ");
	buf_puts(b, names);
	buf_puts(b, ";\n"
	    "\taccess_log    /var/log/nginx/muaconf.log muaconf;\n"
	    "\tserver_tokens off;\n");
}

void
nginx_port_80(struct buf *b, const struct nginx_style *style,
    const char *names)
{
	buf_puts(b, "\nserver {\n");
	put_listen(b, style->http_port, "");
	put_start(b, names);
	buf_puts(b, "\tlocation ^~ /.well-known/acme-challenge/ {\n"
	    "\t\talias         ");
	buf_puts(b, style->challenges);
	buf_puts(b, "/;\n"
	    "\t\tdefault_type  text/plain;\n"
	    "\t\tlog_not_found off;\n"
	    "\t}\n"
	    "\tlocation ~* ^/autodiscover/autodiscover\\.xml$ {\n"
	    "\t\treturn 302 https://$host/autodiscover/autodiscover.xml;\n"
	    "\t}\n");
	buf_puts(b, "\tlocation ~* \"^/(?:autodiscover/"
	    "|(?:[a-z]+\\.)?mobileconfig"
	    "|\\.well-known/(?:user-agent|caldav|carddav|jmap))\" {\n"
	    "\t\treturn 301 https://$host$request_uri;\n"
	    "\t}\n"
	    "\tinclude snippets/muaconf-locations.conf;\n"
	    "\tlocation / {\n"
	    "\t\treturn 301 https://$host$request_uri;\n"
	    "\t}\n"
	    "}\n");
}

void
nginx_port_443(struct buf *b, const struct nginx_style *style,
    const char *names, const char *domain)
{
	buf_puts(b, "server {\n");
	put_listen(b, style->https_port, " ssl http2");
	put_start(b, names);
	buf_puts(b, "\tssl_certificate     ");
	buf_puts(b, style->certificates);
	buf_printf(b, "/%s/fullchain.pem;\n", domain);
	buf_puts(b, "\tssl_certificate_key ");
	buf_puts(b, style->certificates);
	buf_printf(b, "/%s/privkey.pem;\n", domain);
	buf_puts(b, "\tssl_protocols       TLSv1.2 TLSv1.3;\n"
	    "\tinclude snippets/muaconf-locations.conf;\n"
	    "\tlocation / {\n"
	    "\t\ttypes { }\n"
	    "\t\tdefault_type \"text/plain; charset=utf-8\";\n"
	    "\t\treturn 404 \"There is nothing here.\\n\";\n"
	    "\t}\n"
	    "}\n");
}
