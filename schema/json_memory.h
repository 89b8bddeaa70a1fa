/* Memory for the tree of one JSON file: given in order, taken back at once. */
#ifndef MUACONF_JSON_MEMORY_H
#define MUACONF_JSON_MEMORY_H

/*
 * From here on cJSON takes its memory from blocks, which saves a third of it
 * and the time to give back millions of pieces.  cJSON_Delete() gives nothing
 * back until json_memory_free(), which ends this; no tree outlives that.
 *
 * State of the process, for cJSON's hooks know no other: once at a time.
 */
void json_memory_start(void);
void json_memory_free(void);

#endif
