/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "homography/hom-image.h"

G_BEGIN_DECLS

/* Private: the surround of a picture, of one value, that belongs to the
 * instrument and not to the scene.
 */

/**
 * HomSurround:
 * @width: the picture's width.
 * @height: the picture's height.
 * @block: the side of a block, in pixels of the picture.
 * @n_columns: how many blocks there are beside each other.
 * @n_rows: how many there are one below the other.
 * @is_outside: for each block, whether it belongs to the surround.
 * @n_outside: how many do.
 *
 * The blocks of a picture that have one value and are joined to its border.
 */
typedef struct
{
  gint      width, height;
  gint      block;
  gint      n_columns, n_rows;
  gboolean *is_outside;
  gint      n_outside;
} HomSurround;

HomSurround *hom_surround_find  (const HomImage     *image);
void         hom_surround_free  (HomSurround        *surround);
gboolean     hom_surrounds_are_same
                                (const HomSurround  *a,
                                 const HomSurround  *b);
HomImage    *hom_surround_mask  (const HomSurround  *surround,
                                 const HomImage     *mask,
                                 GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomSurround, hom_surround_free)

G_END_DECLS
