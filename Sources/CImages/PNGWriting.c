#include "CImages.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_COLOURS 256

/// Lives in the caller of the function that sets the jump, so that nothing of it is lost by the jump.
typedef struct {
    png_structp png;
    png_infop info;
    uint8_t *bytes;
    size_t count, capacity;
    char *message;
} encoder;

static void stop(png_structp png, png_const_charp text) {
    encoder *self = png_get_error_ptr(png);
    snprintf(self->message, CIMAGES_MESSAGE, "%s", text);
    png_longjmp(png, 1);
}

static void append(png_structp png, png_bytep bytes, size_t count) {
    encoder *self = png_get_io_ptr(png);
    if (self->capacity - self->count < count) {
        size_t capacity = 2 * self->capacity + count;
        uint8_t *grown = realloc(self->bytes, capacity);
        if (!grown) png_error(png, "there is no memory for the file");
        self->bytes = grown;
        self->capacity = capacity;
    }
    memcpy(self->bytes + self->count, bytes, count);
    self->count += count;
}

static void flush(png_structp png) { (void)png; }

static int encode(encoder *self, const cimages_image *image, const png_color *palette, uint32_t colours) {
    if (setjmp(png_jmpbuf(self->png))) return -1;
    png_set_write_fn(self->png, self, append, flush);
    int type = palette ? PNG_COLOR_TYPE_PALETTE : image->channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY;
    png_set_IHDR(
        self->png, self->info, image->width, image->height, 8, type, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT);
    if (palette) png_set_PLTE(self->png, self->info, palette, (int)colours);
    png_write_info(self->png, self->info);
    size_t row = (size_t)image->width * image->channels;
    for (uint32_t y = 0; y < image->height; y++) png_write_row(self->png, image->pixels + y * row);
    png_write_end(self->png, self->info);
    return 0;
}

int cimages_encode_png(
    const cimages_image *image, const uint8_t *palette, uint32_t colours, uint8_t **output, size_t *count,
    char *message) {
    png_color entries[MOST_COLOURS];
    if ((image->channels != 1 && (palette || image->channels != 3)) || (palette && colours > MOST_COLOURS)) {
        snprintf(
            message, CIMAGES_MESSAGE, "%u channels and %u colours; 1 or 3 channels, or 1 and a palette of 1 to %d",
            image->channels, colours, MOST_COLOURS);
        return -1;
    }
    for (uint32_t i = 0; palette && i < colours; i++) {
        entries[i] = (png_color){palette[3 * i], palette[3 * i + 1], palette[3 * i + 2]};
    }
    encoder self = {.message = message};
    self.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &self, stop, NULL);
    if (self.png) self.info = png_create_info_struct(self.png);
    int status = -1;
    if (self.info) {
        status = encode(&self, image, palette ? entries : NULL, colours);
    } else {
        snprintf(message, CIMAGES_MESSAGE, "libpng cannot start");
    }
    png_destroy_write_struct(&self.png, &self.info);
    if (status) {
        free(self.bytes);
    } else {
        *output = self.bytes;
        *count = self.count;
    }
    return status;
}
