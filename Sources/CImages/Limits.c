#include "Limits.h"

#include <stdio.h>
#include <stdlib.h>

int cimages_allocate(cimages_image *image, char *message) {
    uint64_t pixels = (uint64_t)image->height * image->width;
    if (pixels == 0 || image->height > CIMAGES_LARGEST_SIDE || image->width > CIMAGES_LARGEST_SIDE ||
        pixels > CIMAGES_MOST_PIXELS) {
        snprintf(
            message, CIMAGES_MESSAGE, "it has %u×%u pixels; a side may have 1 to %d, the whole image %d", image->height,
            image->width, CIMAGES_LARGEST_SIDE, CIMAGES_MOST_PIXELS);
        return -1;
    }
    image->pixels = malloc(pixels * image->channels);
    if (!image->pixels) {
        snprintf(message, CIMAGES_MESSAGE, "there is no memory for %u×%u pixels", image->height, image->width);
        return -1;
    }
    return 0;
}

void cimages_free(void *memory) { free(memory); }
