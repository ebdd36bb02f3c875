#pragma once

#include <stddef.h>
#include <stdint.h>

/// The loop of LLVM's libFuzzer, from compiler-rt's fuzzer_no_main: https://llvm.org/docs/LibFuzzer.html
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
