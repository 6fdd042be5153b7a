/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "hom-visibility.h"

G_BEGIN_DECLS

/* The sizes that sheets and cards have. */

/**
 * HomPaper:
 * @name: what it is called: “A4”, “letter”.
 * @short_side: its short side, in millimetres.
 * @long_side: its long side.
 *
 * A size of paper, however it is turned.
 *
 * Since: 0.9
 */
typedef struct
{
  const gchar *name;
  gdouble      short_side, long_side;
} HomPaper;

HOM_PUBLIC
const HomPaper *hom_paper_find   (const gchar    *name);
HOM_PUBLIC
void            hom_paper_pixels (const HomPaper *paper,
                                  gdouble         aspect_ratio,
                                  gdouble         ppi,
                                  gdouble        *width,
                                  gdouble        *height);

G_END_DECLS
