/*
 * The pieces of import_mozilla(): one config-v1.1.xml on its way to a seed.
 *
 * Whoever keeps an element, an attribute or a text settles it (xmltree.h), and
 * whoever can't says why and settles it by that; file_report_rest() says what
 * is left at the end.  So nothing is lost without a word because somebody
 * forgot it.
 */
#ifndef MUACONF_IMPORT_FILE_H
#define MUACONF_IMPORT_FILE_H

#include <stdbool.h>

#include "lib/model.h"
#include "schema/columns.h"
#include "schema/import.h"
#include "schema/xmltree.h"

/* A service that is kept, and where it was. */
struct import_service {
	struct xml_node		*node;
	cJSON			*row;
	enum section		 section;	/* SECTION__MAX: none */
	struct import_service	*next;
};

struct import_file {
	const char		*path;
	struct import		*im;
	struct arena		*arena;
	cJSON			*provider;	/* of the seed */
	cJSON			*services;
	cJSON			*documentation;
	struct import_service	*kept;		/* newest first */
	struct xml_node		*login_name;	/* of loginPageInfo; NULL: none */
	struct xml_node		*exchange;	/* the old-style server; NULL: none */
	unsigned		 sections;	/* bits of enum section that the file has */
	size_t			 count[SERVICE__MAX];
	long			 last_place;	/* of an incoming server in our own order; -1: none yet */
	long			 last_priority;
	bool			 in_order;	/* the file's order is not ours */
	bool			 out_of_order;	/* nor can in_order keep it */
	bool			 nomem;
};

/* Say something about a node. */
void file_note(struct import_file *f, const struct xml_node *node,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Say why a node is not kept, or what of it, and settle it with all in it. */
void file_lose(struct import_file *f, struct xml_node *node,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Members; a NULL value adds nothing. */
void file_string(struct import_file *f, cJSON *object, const char *name,
    const char *value);
void file_number(struct import_file *f, cJSON *object, const char *name,
    unsigned long value);
void file_bool(struct import_file *f, cJSON *object, const char *name,
    bool value);
void file_word(struct import_file *f, cJSON *list, const char *value);

/* The member's text; NULL when there is none. */
const char *file_member(const cJSON *object, const char *name);

/*
 * A text as the database takes it: blanks and line ends around it gone, inside
 * it one blank each, cut after max characters.  What is changed beyond blanks is
 * said.  NULL when nothing is left.
 */
const char *file_text(struct import_file *f, const struct xml_node *node,
    const char *text, size_t max);

/* An element's text, or an attribute, as that member; it is settled then.
 * Returns what was kept; NULL: nothing is there. */
const char *file_keep(struct import_file *f, cJSON *object, const char *name,
    struct xml_node *node, size_t max);
const char *file_keep_attribute(struct import_file *f, cJSON *object,
    const char *name, struct xml_node *node, const char *attribute, size_t max);

/* The same for the http or https URL of a column, by the rules of the seed.
 * NULL when it is none: then the node is lost.  Else settling is for the caller. */
const char *file_url(struct import_file *f, struct xml_node *node,
    const char *text, enum table table, const char *column);

/* "true", "false", "1", "0" as 1 or 0, settled; -1 for anything else, lost. */
int file_boolean(struct import_file *f, struct xml_node *node);

/* A flag in an element of its own as that member. */
void file_flag(struct import_file *f, struct xml_node *parent,
    const char *element, cJSON *row, const char *name);

/* Servers and other services among a node's children. */
void file_servers(struct import_file *f, struct xml_node *parent);

/* How a server is written; the first is the one of version 1.1. */
enum server_form {
	SERVER_TCP,		/* hostname, port, socketType; words of SASL */
	SERVER_URL,		/* url; words of HTTP */
	SERVER_URL_SASL,	/* url; words of SASL */
	SERVER_EXCHANGE,	/* ewsURL, owaURL, easURL and the host of the first */
};

/* A row for a service, by what all forms have; NULL when there is no memory. */
cJSON *file_service(struct import_file *f, struct xml_node *server,
    enum service_type type, enum server_form form);

/* A server by its URL, or the old form for Exchange, as the row that it is kept
 * in; NULL when it is lost. */
cJSON *file_url_server(struct import_file *f, struct xml_node *server,
    enum service_type type, enum server_form form);
cJSON *file_exchange(struct import_file *f, struct xml_node *server);

/* Pages for people among a node's children, the web mail, and OAuth2. */
void file_pages(struct import_file *f, struct xml_node *parent);
void file_webmail(struct import_file *f, struct xml_node *root);
void file_oauth2(struct import_file *f, struct xml_node *root);

/* Say what answers won't show though it is kept; whatever nobody settled; and
 * keep comments as comments. */
void file_report_hidden(struct import_file *f);
void file_report_rest(struct import_file *f, const struct xml_node *node);
void file_comments(struct import_file *f, const struct xml_comment *c);

#endif
