/* A seed file for people: providers over lines, their rows a line each. */
#ifndef MUACONF_IMPORT_PRINT_H
#define MUACONF_IMPORT_PRINT_H

#include <cjson/cJSON.h>
#include <stdio.h>

void import_print(FILE *f, const cJSON *seed);

#endif
