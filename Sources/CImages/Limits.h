#pragma once

#include "CImages.h"

/// Allocates `image->pixels` for the sides and channels that it has. - Returns: 0, or −1 with the reason in `message`.
int cimages_allocate(cimages_image *image, char *message);
