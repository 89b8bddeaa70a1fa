/* muaconf dns, muaconf certs and muaconf nginx: one function a command. */
#ifndef MUACONF_DNS_H
#define MUACONF_DNS_H

/*
 * Print what the command's name says; argv[0] is that name.
 *
 * database   the file.
 *
 * An exit status (schema/say.h).
 */
int dns_command(const char *database, int argc, char **argv);
int certs_command(const char *database, int argc, char **argv);
int nginx_command(const char *database, int argc, char **argv);

#endif
