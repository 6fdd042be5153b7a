/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/picture/picture.h"

G_BEGIN_DECLS

/**
 * WriteFormat:
 * @WRITE_AS_SOURCE: JPEG, PNG or TIFF where the source is one of them, else
 *   PNG.
 */
typedef enum
{
  WRITE_AS_SOURCE,
  WRITE_JPEG,
  WRITE_PNG,
  WRITE_TIFF,
} WriteFormat;

const gchar *write_format_ending (WriteFormat    format);
gboolean     picture_write       (const Picture *picture,
                                  const gchar   *path,
                                  WriteFormat    format,
                                  gint           quality,
                                  GError       **error);
void         write_remove_part   (const gchar   *folder,
                                  GPid           pid);

G_END_DECLS
