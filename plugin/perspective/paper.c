/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/perspective/paper.h"

const Choice paper_choices[] = {
  { "none", N_ ("As photographed"), PAPER_NONE },
  { "a3", N_ ("A3"), PAPER_A3 },
  { "a4", N_ ("A4"), PAPER_A4 },
  { "a5", N_ ("A5"), PAPER_A5 },
  { "a6", N_ ("A6"), PAPER_A6 },
  { "letter", N_ ("US Letter"), PAPER_LETTER },
  { "legal", N_ ("US Legal"), PAPER_LEGAL },
  { "card", N_ ("Bank card (ID-1)"), PAPER_CARD },
  { NULL },
};

/* These are the short and the long side, in millimetres: ISO 216, ANSI/ASME
 * Y14.1 and ISO/IEC 7810.
 */
static const gdouble sides[][2] = {
  [PAPER_A3] = { 297.0, 420.0 },     [PAPER_A4] = { 210.0, 297.0 },
  [PAPER_A5] = { 148.0, 210.0 },     [PAPER_A6] = { 105.0, 148.0 },
  [PAPER_LETTER] = { 215.9, 279.4 }, [PAPER_LEGAL] = { 215.9, 355.6 },
  [PAPER_CARD] = { 53.98, 85.6 },
};

/* Tells the size of a sheet, in inches.
 *
 * @is_wide: whether it lies on its long side.
 */
void
paper_size (Paper paper, gboolean is_wide, gdouble *width, gdouble *height)
{
  *width  = sides[paper][is_wide ? 1 : 0] / 25.4;
  *height = sides[paper][is_wide ? 0 : 1] / 25.4;
}
