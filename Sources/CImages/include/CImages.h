#pragma once

#include <stddef.h>
#include <stdint.h>

/// JPEG (libjpeg-turbo) and PNG (libpng) in memory, 8 bits a value, rows from the top, channels side by side.
///
/// A fallible function returns 0, or −1 with the reason in `message` (cut to `CIMAGES_MESSAGE`, always ended).
/// Nothing is allocated for pixels before the sides are known to be accepted.

#define CIMAGES_MESSAGE 256
#define CIMAGES_LARGEST_SIDE 16384
#define CIMAGES_MOST_PIXELS (64 << 20)

typedef struct {
    /// height × width × channels values, to be freed with `cimages_free`.
    uint8_t *pixels;
    uint32_t height, width, channels;
} cimages_image;

void cimages_free(void *memory);

/// To RGB, from grey, YCbCr or RGB. What libjpeg only warns of (data that ends early or makes no sense) is a fault.
/// The EXIF orientation is not applied.
int cimages_decode_jpeg(const uint8_t *bytes, size_t count, cimages_image *image, char *message);

/// To RGB. Alpha is dropped, the colours stay as stored; 16 bits are scaled to 8 (rounded), fewer are widened.
int cimages_decode_png(const uint8_t *bytes, size_t count, cimages_image *image, char *message);

/// To one channel: the grey values or palette positions of up to 8 bits as they are stored, neither scaled nor
/// coloured. Colours, alpha channels and 16 bits are refused.
int cimages_decode_png_values(const uint8_t *bytes, size_t count, cimages_image *image, char *message);

/// Grey (1 channel, no palette), RGB (3 channels) or palette positions (1 channel, `colours` RGB triples, at most 256
/// and more than each position). `output` is to be freed with `cimages_free`.
int cimages_encode_png(
    const cimages_image *image, const uint8_t *palette, uint32_t colours, uint8_t **output, size_t *count,
    char *message);
