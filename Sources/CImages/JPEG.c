#include "Limits.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
// jpeglib.h needs FILE and size_t declared before.
#include <jpeglib.h>

/// Scans of a progressive image: each costs a pass over all coefficients; encoders write about ten.
#define MOST_SCANS 100

/// Lives in the caller of the function that sets the jump, so that nothing of it is lost by the jump.
typedef struct {
    struct jpeg_decompress_struct decompress;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf jump;
    cimages_image image;
    char *message;
} decoder;

static void stop(j_common_ptr common) {
    decoder *self = common->client_data;
    char text[JMSG_LENGTH_MAX];
    common->err->format_message(common, text);
    snprintf(self->message, CIMAGES_MESSAGE, "%s", text);
    longjmp(self->jump, 1);
}

static void judge(j_common_ptr common, int level) {
    if (level < 0) stop(common);
}

static void count_scans(j_common_ptr common) {
    decoder *self = common->client_data;
    if (self->decompress.input_scan_number > MOST_SCANS) {
        snprintf(self->message, CIMAGES_MESSAGE, "it has more than %d scans", MOST_SCANS);
        longjmp(self->jump, 1);
    }
}

static int decode(decoder *self, const uint8_t *bytes, size_t count) {
    if (setjmp(self->jump)) return -1;
    jpeg_create_decompress(&self->decompress);
    self->decompress.client_data = self;
    self->decompress.progress = &self->progress;
    jpeg_mem_src(&self->decompress, bytes, count);
    jpeg_read_header(&self->decompress, TRUE);
    switch (self->decompress.jpeg_color_space) {
    case JCS_GRAYSCALE:
    case JCS_YCbCr:
    case JCS_RGB:
        break;
    case JCS_CMYK:
    case JCS_YCCK:
        snprintf(self->message, CIMAGES_MESSAGE, "its colours are CMYK; grey, RGB and YCbCr are accepted");
        return -1;
    default:
        snprintf(
            self->message, CIMAGES_MESSAGE, "it has %d channels of unknown meaning; grey, RGB and YCbCr are accepted",
            self->decompress.num_components);
        return -1;
    }
    self->decompress.out_color_space = JCS_RGB;
    self->image.height = self->decompress.image_height;
    self->image.width = self->decompress.image_width;
    self->image.channels = 3;
    if (cimages_allocate(&self->image, self->message)) return -1;
    jpeg_start_decompress(&self->decompress);
    while (self->decompress.output_scanline < self->decompress.output_height) {
        JSAMPROW row = self->image.pixels + (size_t)self->decompress.output_scanline * self->image.width * 3;
        jpeg_read_scanlines(&self->decompress, &row, 1);
    }
    // Reads up to the end marker: a file that is cut after its last row is found here.
    jpeg_finish_decompress(&self->decompress);
    return 0;
}

int cimages_decode_jpeg(const uint8_t *bytes, size_t count, cimages_image *image, char *message) {
    decoder self = {.message = message};
    self.decompress.err = jpeg_std_error(&self.errors);
    self.decompress.client_data = &self;
    self.errors.error_exit = stop;
    self.errors.emit_message = judge;
    self.progress.progress_monitor = count_scans;
    int status = decode(&self, bytes, count);
    jpeg_destroy_decompress(&self.decompress);
    if (status) {
        free(self.image.pixels);
    } else {
        *image = self.image;
    }
    return status;
}
