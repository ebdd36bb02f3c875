#include "Limits.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Lives in the caller of the function that sets the jump, so that nothing of it is lost by the jump.
typedef struct {
    png_structp png;
    png_infop info;
    const uint8_t *bytes;
    size_t left;
    int values_only;
    cimages_image image;
    char *message;
} decoder;

static void stop(png_structp png, png_const_charp text) {
    decoder *self = png_get_error_ptr(png);
    snprintf(self->message, CIMAGES_MESSAGE, "%s", text);
    png_longjmp(png, 1);
}

/// Of ancillary chunks, which are not used; damage to pixels is an error of libpng's.
static void pass_over(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void take(png_structp png, png_bytep output, size_t count) {
    decoder *self = png_get_io_ptr(png);
    if (count > self->left) png_error(png, "the file ends early");
    memcpy(output, self->bytes, count);
    self->bytes += count;
    self->left -= count;
}

/// Has libpng deliver RGB, whatever is stored.
static void ask_for_colours(decoder *self, int type) {
    png_set_scale_16(self->png);
    if (type == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(self->png);
    if (!(type & PNG_COLOR_MASK_COLOR)) {
        png_set_expand_gray_1_2_4_to_8(self->png);
        png_set_gray_to_rgb(self->png);
    }
    png_set_strip_alpha(self->png);
    self->image.channels = 3;
}

/// Has libpng deliver one byte a stored value. - Returns: 0, or −1 with the reason in the message.
static int ask_for_values(decoder *self, int type, int bits) {
    if (type != PNG_COLOR_TYPE_GRAY && type != PNG_COLOR_TYPE_PALETTE) {
        snprintf(
            self->message, CIMAGES_MESSAGE, "it holds %s; a mask is grey or has a palette",
            type & PNG_COLOR_MASK_COLOR ? "RGB colours" : "an alpha channel");
        return -1;
    }
    if (bits > 8) {
        snprintf(self->message, CIMAGES_MESSAGE, "it has %d bits a value; a mask has at most 8", bits);
        return -1;
    }
    png_set_packing(self->png);
    self->image.channels = 1;
    return 0;
}

static int decode(decoder *self) {
    if (setjmp(png_jmpbuf(self->png))) return -1;
    png_set_read_fn(self->png, self, take);
    png_set_user_limits(self->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_keep_unknown_chunks(self->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_read_info(self->png, self->info);
    self->image.height = png_get_image_height(self->png, self->info);
    self->image.width = png_get_image_width(self->png, self->info);
    int type = png_get_color_type(self->png, self->info);
    if (self->values_only) {
        if (ask_for_values(self, type, png_get_bit_depth(self->png, self->info))) return -1;
    } else {
        ask_for_colours(self, type);
    }
    if (cimages_allocate(&self->image, self->message)) return -1;
    int passes = png_set_interlace_handling(self->png);
    png_read_update_info(self->png, self->info);
    size_t row = (size_t)self->image.width * self->image.channels;
    if (png_get_rowbytes(self->png, self->info) != row) png_error(self->png, "its rows have an unexpected length");
    for (int pass = 0; pass < passes; pass++) {
        for (uint32_t y = 0; y < self->image.height; y++) {
            png_read_row(self->png, self->image.pixels + y * row, NULL);
        }
    }
    png_read_end(self->png, NULL);
    return 0;
}

static int decoded(const uint8_t *bytes, size_t count, int values_only, cimages_image *image, char *message) {
    decoder self = {.bytes = bytes, .left = count, .values_only = values_only, .message = message};
    self.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &self, stop, pass_over);
    if (self.png) self.info = png_create_info_struct(self.png);
    int status = -1;
    if (self.info) {
        status = decode(&self);
    } else {
        snprintf(message, CIMAGES_MESSAGE, "libpng cannot start");
    }
    png_destroy_read_struct(&self.png, &self.info, NULL);
    if (status) {
        free(self.image.pixels);
    } else {
        *image = self.image;
    }
    return status;
}

int cimages_decode_png(const uint8_t *bytes, size_t count, cimages_image *image, char *message) {
    return decoded(bytes, count, 0, image, message);
}

int cimages_decode_png_values(const uint8_t *bytes, size_t count, cimages_image *image, char *message) {
    return decoded(bytes, count, 1, image, message);
}
