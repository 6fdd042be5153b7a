/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/options/options.h"
#include "tools/picture/file-kind.h"

G_BEGIN_DECLS

/**
 * Source:
 * @path: as it was given, or found in a folder that was given.
 * @stem: of the result's name: without the ending.
 * @page_stem: that of its pages, where there are several.
 * @kind: of the file, by its content.
 * @problem: (nullable): why nothing is done with it.
 *
 * A file that is to be done.
 */
typedef struct
{
  gchar   *path;
  gchar   *stem;
  gchar   *page_stem;
  FileKind kind;
  gchar   *problem;
} Source;

/**
 * Work:
 * @sources: (element-type Source): all of them, in order.
 * @inodes: the files that no result may replace, as "device:inode".
 * @reference: (nullable): the path of the picture that others are laid over.
 *
 * What all workers know.
 */
typedef struct
{
  const Options *options;
  GPtrArray     *sources;
  GHashTable    *inodes;
  const gchar   *reference;
} Work;

G_END_DECLS
