/*
 * One function for each target, called by libFuzzer (the FUZZ build) or by
 * replay.c with the files of a corpus.
 */
#ifndef MUACONF_FUZZ_H
#define MUACONF_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold, in every build; a fuzzer sees it as a crash. */
void fuzz_must(int is_so, const char *what);

#endif
