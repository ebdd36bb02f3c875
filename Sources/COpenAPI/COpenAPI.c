#include "COpenAPI.h"

static const unsigned char bytes[] = {
#embed "../../openapi.yaml"
};

const unsigned char *openapi_yaml_bytes(void) {
    return bytes;
}

size_t openapi_yaml_size(void) {
    return sizeof bytes;
}
