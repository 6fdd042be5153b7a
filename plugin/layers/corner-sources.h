/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"

G_BEGIN_DECLS

/* Finds four corners that an image has already, in its coordinates. */

/**
 * CornersFunc:
 * @label: what the corners are those of.
 *
 * Takes four corners that were found.
 */
typedef void (*CornersFunc) (const gchar    *label,
                             const HomPoint  corners[4],
                             gpointer        data);

void corner_sources_foreach (GimpLayer      *layer,
                             const HomPoint  own[4],
                             CornersFunc     take,
                             gpointer        data);

G_END_DECLS
