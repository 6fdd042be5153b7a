/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/layers/picture.h"

G_BEGIN_DECLS

/**
 * PictureReader:
 *
 * Reads a layer's pixels bit by bit: call picture_reader_new(), then
 * picture_reader_read() until it says that all is read, and then
 * picture_reader_finish(). Each step of a large layer takes some milliseconds.
 */
typedef struct _PictureReader PictureReader;

PictureReader *picture_reader_new    (GimpDrawable         *drawable,
                                      gboolean              with_filters,
                                      const PictureFormat  *format,
                                      GError              **error);
PictureReader *picture_reader_resume (HomPicture           *picture,
                                      const PictureFormat  *format);
gboolean       picture_reader_select (PictureReader        *reader,
                                      GimpImage            *image,
                                      GError              **error);
gboolean       picture_reader_read   (PictureReader        *reader);
HomPicture    *picture_reader_finish (PictureReader        *reader,
                                      GError              **error);
void           picture_reader_free   (PictureReader        *reader);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PictureReader, picture_reader_free)

G_END_DECLS
