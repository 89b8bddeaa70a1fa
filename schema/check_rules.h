/* The rules of `muaconf check`, as data. */
#ifndef MUACONF_CHECK_RULES_H
#define MUACONF_CHECK_RULES_H

#include <stddef.h>

/*
 * A query that gives a row for each finding: its group (many findings of one
 * group are cut short), its subject, and a sentence with the remedy.  It reads
 * the views "served" (domains that are answered: name, target, provider) and
 * "reach" (services with host, port and security as answers have them), and
 * may use our functions.h.
 */
extern const char *const check_rules[];
extern const size_t ncheck_rules;

/* Makes the views. */
extern const char check_views[];

#endif
