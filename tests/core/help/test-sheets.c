/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-sheets.h"

/* Samples of a pixel along x and along y: the sides are right to 1/16 px. */
#define N_SAMPLES 8

static gboolean
is_inside (const HomPoint quad[4], gdouble x, gdouble y)
{
  for (gint i = 0; i < 4; i++)
    {
      HomPoint a = quad[i], b = quad[(i + 1) % 4];

      if ((b.x - a.x) * (y - a.y) < (b.y - a.y) * (x - a.x))
        return FALSE;
    }

  return TRUE;
}

/* How much of a pixel a quadrilateral covers. */
static gdouble
coverage (const HomPoint quad[4], gint column, gint row)
{
  gint n = 0;

  for (gint j = 0; j < N_SAMPLES; j++)
    for (gint i = 0; i < N_SAMPLES; i++)
      n += is_inside (quad, column + (i + 0.5) / N_SAMPLES,
                      row + (j + 0.5) / N_SAMPLES);

  return (gdouble) n / (N_SAMPLES * N_SAMPLES);
}

/* Lays a sheet of one value over what is there. */
void
test_sheet_draw (HomImage *image, const HomPoint quad[4], gdouble value)
{
  gint x0 = image->width, x1 = 0, y0 = image->height, y1 = 0;

  for (gint i = 0; i < 4; i++)
    {
      x0 = MAX (MIN (x0, (gint) floor (quad[i].x)), 0);
      y0 = MAX (MIN (y0, (gint) floor (quad[i].y)), 0);
      x1 = MIN (MAX (x1, (gint) ceil (quad[i].x)), image->width);
      y1 = MIN (MAX (y1, (gint) ceil (quad[i].y)), image->height);
    }
  for (gint row = y0; row < y1; row++)
    for (gint column = x0; column < x1; column++)
      {
        gdouble share = coverage (quad, column, row);
        gfloat *pixel = hom_image_pixel (image, column, row);

        for (gint c = 0; c < image->channels; c++)
          pixel[c] += share * (value - pixel[c]);
      }
}

/* The part of a sheet whose own corners are (0, 0), (1, 0), (1, 1), (0, 1). */
void
test_sheet_part (const HomPoint quad[4], const HomBox *box, HomPoint part[4])
{
  const HomPoint unit[4] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
  const HomPoint at[4]   = { { box->x0, box->y0 },
                             { box->x1, box->y0 },
                             { box->x1, box->y1 },
                             { box->x0, box->y1 } };
  HomMatrix      matrix;

  g_assert_true (hom_matrix_from_corners (unit, quad, &matrix, NULL));
  for (gint i = 0; i < 4; i++)
    g_assert_true (hom_matrix_apply (&matrix, at[i], &part[i]));
}

/* Lays a sheet with rounded corners; the radius is in pixels, of a sheet that
 * is not tilted.
 */
void
test_sheet_draw_rounded (HomImage      *image,
                         const HomPoint quad[4],
                         gdouble        radius,
                         gdouble        value)
{
  g_autoptr (HomImage) under = hom_image_new (image->width, image->height,
                                              image->channels, NULL);

  for (gint y = 0; y < image->height; y++)
    for (gint i = 0; i < image->width * image->channels; i++)
      hom_image_pixel (under, 0, y)[i] = hom_image_pixel (image, 0, y)[i];
  test_sheet_draw (image, quad, value);
  for (gint k = 0; k < 4; k++)
    {
      HomPoint c = quad[k], a = quad[(k + 3) % 4], b = quad[(k + 1) % 4];
      gdouble  m = hypot (a.x - c.x, a.y - c.y);
      gdouble  n = hypot (b.x - c.x, b.y - c.y);
      HomPoint u = { (a.x - c.x) / m, (a.y - c.y) / m };
      HomPoint v = { (b.x - c.x) / n, (b.y - c.y) / n };

      for (gint y = 0; y < image->height; y++)
        for (gint x = 0; x < image->width; x++)
          {
            gdouble dx = x + 0.5 - c.x, dy = y + 0.5 - c.y;
            gdouble p = dx * u.x + dy * u.y, q = dx * v.x + dy * v.y;
            gdouble outside = hypot (p - radius, q - radius) - radius + 0.5;

            if (p < radius && q < radius && outside > 0.0)
              for (gint i = 0; i < image->channels; i++)
                {
                  gfloat *pixel  = hom_image_pixel (image, x, y) + i;
                  gfloat  ground = hom_image_pixel (under, x, y)[i];

                  *pixel += MIN (outside, 1.0) * (ground - *pixel);
                }
          }
    }
}
