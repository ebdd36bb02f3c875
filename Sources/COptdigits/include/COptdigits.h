#pragma once
#include <stddef.h>

/// A gzip file of the optdigits data set (README.md beside it: source and attribution), embedded in the program.
typedef struct {
    const unsigned char *bytes;
    size_t size;
} optdigits_file;

optdigits_file optdigits_train(void);
optdigits_file optdigits_test(void);
