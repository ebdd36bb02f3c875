#pragma once
#include <stddef.h>

/// The two gzip files of the optdigits data set (README.md beside them: source and attribution), embedded.
extern const unsigned char optdigits_train_gz[];
extern const size_t optdigits_train_gz_size;
extern const unsigned char optdigits_test_gz[];
extern const size_t optdigits_test_gz_size;
