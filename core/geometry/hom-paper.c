/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "homography/hom-paper.h"

#define MM_PER_INCH 25.4

/* ISO 216 (A and B), ANSI/ASME Y14.1 (letter, legal, tabloid) and ISO/IEC 7810
 * (a bank card, ID-1).
 */
static const HomPaper papers[] = {
  { "A0", 841.0, 1189.0 },     { "A1", 594.0, 841.0 },
  { "A2", 420.0, 594.0 },      { "A3", 297.0, 420.0 },
  { "A4", 210.0, 297.0 },      { "A5", 148.0, 210.0 },
  { "A6", 105.0, 148.0 },      { "A7", 74.0, 105.0 },
  { "B4", 250.0, 353.0 },      { "B5", 176.0, 250.0 },
  { "letter", 215.9, 279.4 },  { "legal", 215.9, 355.6 },
  { "tabloid", 279.4, 431.8 }, { "card", 53.98, 85.6 },
};

/**
 * hom_paper_find:
 * @name: A0 to A7, B4, B5, letter, legal, tabloid or card, in letters of either
 *   case.
 *
 * Finds a size of paper by its name.
 *
 * Returns: (nullable): it, which lives for ever; NULL when there is none.
 *
 * Since: 0.9
 */
const HomPaper *
hom_paper_find (const gchar *name)
{
  g_return_val_if_fail (name, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (papers); i++)
    if (! g_ascii_strcasecmp (name, papers[i].name))
      return &papers[i];

  return NULL;
}

/**
 * hom_paper_pixels:
 * @paper: a size of paper, one of hom_paper_find() or another.
 * @aspect_ratio: width / height of the sheet as it was seen, by
 *   hom_quad_recover_ratio() for example: it lies on its long side where this
 *   is more than 1.
 * @ppi: a resolution, in pixels per inch.
 * @width: (out): the width of the sheet, in pixels, not rounded.
 * @height: (out): its height.
 *
 * Tells how many pixels a sheet has at a resolution.
 *
 * Since: 0.9
 */
void
hom_paper_pixels (const HomPaper *paper,
                  gdouble         aspect_ratio,
                  gdouble         ppi,
                  gdouble        *width,
                  gdouble        *height)
{
  gboolean is_wide;

  g_return_if_fail (paper && width && height);

  is_wide = aspect_ratio > 1.0;
  *width = (is_wide ? paper->long_side : paper->short_side) / MM_PER_INCH * ppi;
  *height = (is_wide ? paper->short_side : paper->long_side) / MM_PER_INCH *
            ppi;
}
