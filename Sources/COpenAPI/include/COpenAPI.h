#pragma once
#include <stddef.h>

/// The file openapi.yaml of the repository's root, byte for byte.
const unsigned char *openapi_yaml_bytes(void);
size_t openapi_yaml_size(void);
