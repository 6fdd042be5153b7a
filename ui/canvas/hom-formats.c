/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/canvas/hom-formats.h"

/* A ratio that was recovered from a photograph is taken for that of a format
 * when it is off by no more than this share.
 */
#define NEAR 0.015

const HomFormat hom_formats[] = {
  { N_ ("A4"), N_ ("A4 and all A, B and C sizes"), G_SQRT2 },
  { N_ ("Letter"), N_ ("Letter, 8.5 × 11 in"), 11.0 / 8.5 },
  { N_ ("Legal"), N_ ("Legal, 8.5 × 14 in"), 14.0 / 8.5 },
  { N_ ("Tabloid"), N_ ("Tabloid, 11 × 17 in"), 17.0 / 11.0 },
  { N_ ("square"), N_ ("Square"), 1.0 },
  { N_ ("5:4"), N_ ("5:4, photograph 10 × 8 in"), 5.0 / 4.0 },
  { N_ ("4:3"), N_ ("4:3, screen, photograph"), 4.0 / 3.0 },
  { N_ ("3:2"), N_ ("3:2, 35 mm film, postcard"), 3.0 / 2.0 },
  { N_ ("bank card"), N_ ("Bank or identity card"), 85.60 / 53.98 },
  { N_ ("16:10"), N_ ("16:10, screen"), 16.0 / 10.0 },
  { N_ ("16:9"), N_ ("16:9, screen"), 16.0 / 9.0 },
  { N_ ("2:1"), N_ ("2:1"), 2.0 },
};

const gint hom_n_formats = G_N_ELEMENTS (hom_formats);

/**
 * hom_format_find:
 * @ratio: the ratio of the sides, either way round.
 * @tolerance: how far off it may be, as a share.
 *
 * Returns: the number of the nearest format, or -1.
 */
gint
hom_format_find (gdouble ratio, gdouble tolerance)
{
  gdouble nearest = tolerance;
  gint    found   = -1;

  if (ratio < 1.0)
    ratio = 1.0 / ratio;
  for (gint i = 0; i < hom_n_formats; i++)
    {
      gdouble off = fabs (ratio / hom_formats[i].ratio - 1.0);

      if (off <= nearest)
        {
          nearest = off;
          found   = i;
        }
    }

  return found;
}

/**
 * hom_format_describe:
 * @ratio: width / height.
 *
 * Returns: (transfer full): the ratio as text and, where it is that of a
 *   format, the name of that.
 */
gchar *
hom_format_describe (gdouble ratio)
{
  gint format = hom_format_find (ratio, NEAR);

  if (format < 0)
    return g_strdup_printf ("%.3f", ratio);
  if (hom_formats[format].ratio == 1.0)
    return g_strdup_printf ("%.3f, %s", ratio, _ (hom_formats[format].name));

  return g_strdup_printf (ratio > 1.0 ? _ ("%.3f, %s landscape") :
                                        _ ("%.3f, %s portrait"),
                          ratio, _ (hom_formats[format].name));
}
