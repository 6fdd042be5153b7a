/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FileKind:
 *
 * The kind of a file by what is in it, whatever its name says.
 */
typedef enum
{
  FILE_UNKNOWN,
  FILE_EMPTY,
  FILE_JPEG,
  FILE_PNG,
  FILE_TIFF,
  FILE_GIF,
  FILE_PDF,
  FILE_WEBP,
  FILE_PNM,
  FILE_EXR,
  FILE_HDR,
  FILE_BMP,
  FILE_FOREIGN, /* known, and not read here */
} FileKind;

FileKind     file_kind_of       (const gchar  *path,
                                 const gchar **name,
                                 GError      **error);
gboolean     file_kind_is_named (const gchar  *path);
gboolean     file_kind_is_stray (const gchar  *name);

G_END_DECLS
