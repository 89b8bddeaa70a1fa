/* The parts that import_automx2.c is made of. */
#ifndef MUACONF_IMPORT_AUTOMX2_PARTS_H
#define MUACONF_IMPORT_AUTOMX2_PARTS_H

#include <cjson/cJSON.h>

#include "schema/import_automx2_read.h"

/*
 * Make the temporary tables "offer", one row for each server and domain that it
 * is for, and "offers", the list of a domain's servers of one type as one text.
 */
void automx2_offers(struct automx2 *x);

/* Add the services of a provider to its list. */
void automx2_services(struct automx2 *x, long long provider, cJSON *services);

/* Say what automx2 answered wrongly with these settings. */
void automx2_differences(struct automx2 *x);

#endif
