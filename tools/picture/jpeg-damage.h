/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <stdio.h>

#include <glib.h>

#include <jpeglib.h>

G_BEGIN_DECLS

/* Finds damage of a JPEG file that libjpeg does not: it has no check sums, and
 * changed bytes mostly stand for other coefficients, or for more or fewer.
 */

gboolean jpeg_has_blocks           (struct jpeg_decompress_struct *decompress);
gboolean jpeg_has_impossible_block (struct jpeg_decompress_struct *decompress);
gboolean jpeg_is_padding           (struct jpeg_decompress_struct *decompress,
                                    FILE                          *file,
                                    gsize                          n);

G_END_DECLS
