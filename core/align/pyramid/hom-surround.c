/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/pyramid/hom-surround.h"

/* The number of blocks along the longer side. */
#define N_BLOCKS 240

/* The values of a block are all this near to that of the surround, as a share
 * of the range of values from 0 to 1: noise and the ringing of a codec.
 */
#define NEAR 0.04f

/* The value of a corner is the mean over so many pixels along each axis. */
#define CORNER 8

/* The least share of the border's blocks that belongs to a surround: the bars
 * above and below a film have half of it or more, a sky has less.
 */
#define LEAST_BORDER 0.4

/* The least share of the picture that is left without its surround. */
#define LEAST_LEFT 0.2

/* Two surrounds are the same where they have this share in common, of what
 * belongs to either.
 */
#define SAME 0.9

/* What lies this near to the surround does not count either, in blocks: lenses
 * and codecs mix the two.
 */
#define MARGIN 2

static gboolean
is_border (const HomSurround *surround, gint column, gint row)
{
  return column == 0 || row == 0 || column == surround->n_columns - 1 ||
         row == surround->n_rows - 1;
}

/* Tells whether all values of a block are near one. */
static gboolean
has_value (const HomImage    *image,
           const HomSurround *surround,
           gint               column,
           gint               row,
           const gfloat      *value)
{
  gint x1 = MIN ((column + 1) * surround->block, image->width);
  gint y1 = MIN ((row + 1) * surround->block, image->height);

  for (gint y = row * surround->block; y < y1; y++)
    for (gint x = column * surround->block; x < x1; x++)
      for (gint c = 0; c < image->channels; c++)
        if (! (fabsf (hom_image_pixel (image, x, y)[c] - value[c]) <= NEAR))
          return FALSE;

  return TRUE;
}

/* Finds the mean of the values in a corner of the picture: 0 and 1 are left and
 * right, below them 2 and 3.
 */
static void
corner_value (const HomImage *image, gint corner, gfloat *value)
{
  gint width  = MIN (CORNER, image->width);
  gint height = MIN (CORNER, image->height);
  gint x0     = corner & 1 ? image->width - width : 0;
  gint y0     = corner & 2 ? image->height - height : 0;

  for (gint c = 0; c < image->channels; c++)
    {
      gdouble sum = 0.0;

      for (gint y = y0; y < y0 + height; y++)
        for (gint x = x0; x < x0 + width; x++)
          sum += hom_image_pixel (image, x, y)[c];
      value[c] = sum / (width * height);
    }
}

/* Finds the blocks of a value that are joined to the border.
 *
 * Returns: how many blocks of the border there are among them.
 */
static gint
flood (const HomImage *image, HomSurround *surround, const gfloat *value)
{
  gint             n        = surround->n_columns * surround->n_rows;
  g_autofree gint *queue    = g_new (gint, n);
  gboolean        *is_new   = g_new0 (gboolean, n);
  gint             n_border = 0, first = 0, last = 0;

  g_free (surround->is_outside);
  surround->is_outside = is_new;
  for (gint i = 0; i < n; i++)
    {
      gint column = i % surround->n_columns, row = i / surround->n_columns;

      if (is_border (surround, column, row) &&
          has_value (image, surround, column, row, value))
        {
          is_new[i]     = TRUE;
          queue[last++] = i;
          n_border++;
        }
    }
  for (; first < last; first++)
    for (gint k = 0; k < 4; k++)
      {
        gint column = queue[first] % surround->n_columns + (k == 0) - (k == 1);
        gint row    = queue[first] / surround->n_columns + (k == 2) - (k == 3);
        gint i      = row * surround->n_columns + column;

        if (column >= 0 && row >= 0 && column < surround->n_columns &&
            row < surround->n_rows && ! is_new[i] &&
            has_value (image, surround, column, row, value))
          {
            is_new[i]     = TRUE;
            queue[last++] = i;
          }
      }
  surround->n_outside = last;

  return n_border;
}

/* Finds the surround of a picture: what has the value of one of its corners and
 * is joined to the border.
 *
 * Returns: (transfer full) (nullable): NULL when there is none.
 */
HomSurround *
hom_surround_find (const HomImage *image)
{
  g_autoptr (HomSurround) surround = g_new0 (HomSurround, 1);
  gint n_border                    = 0;
  gint n;

  surround->width     = image->width;
  surround->height    = image->height;
  surround->block     = (MAX (image->width, image->height) - 1) / N_BLOCKS + 1;
  surround->n_columns = (image->width - 1) / surround->block + 1;
  surround->n_rows    = (image->height - 1) / surround->block + 1;
  n                   = surround->n_columns * surround->n_rows;

  for (gint corner = 0; corner < 4 && n_border == 0; corner++)
    {
      gfloat value[HOM_MAX_CHANNELS];

      corner_value (image, corner, value);
      n_border = flood (image, surround, value);
      if (n_border <
              LEAST_BORDER * 2 * (surround->n_columns + surround->n_rows - 2) ||
          n - surround->n_outside < LEAST_LEFT * n)
        n_border = 0;
    }

  return n_border > 0 ? g_steal_pointer (&surround) : NULL;
}

void
hom_surround_free (HomSurround *surround)
{
  if (! surround)
    return;

  g_free (surround->is_outside);
  g_free (surround);
}

/* Tells whether two pictures have the same surround, at the same pixels: then
 * it belongs to what took them.
 *
 * @a: (nullable): one of them.
 * @b: (nullable): the other.
 */
gboolean
hom_surrounds_are_same (const HomSurround *a, const HomSurround *b)
{
  gint n_both = 0;

  if (! a || ! b || a->width != b->width || a->height != b->height)
    return FALSE;

  for (gint i = 0; i < a->n_columns * a->n_rows; i++)
    n_both += a->is_outside[i] && b->is_outside[i];

  return n_both >= SAME * (a->n_outside + b->n_outside - n_both);
}

/* Tells whether a block lies in the surround or near it. */
static gboolean
is_near (const HomSurround *surround, gint column, gint row)
{
  for (gint j = MAX (row - MARGIN, 0);
       j <= MIN (row + MARGIN, surround->n_rows - 1); j++)
    for (gint i = MAX (column - MARGIN, 0);
         i <= MIN (column + MARGIN, surround->n_columns - 1); i++)
      if (surround->is_outside[j * surround->n_columns + i])
        return TRUE;

  return FALSE;
}

/* Makes a mask in which the surround and a margin do not count.
 *
 * @mask: (nullable): what counts without it.
 *
 * Returns: (transfer full): NULL with %HOM_ERROR_MEMORY.
 */
HomImage *
hom_surround_mask (const HomSurround *surround,
                   const HomImage    *mask,
                   GError           **error)
{
  HomImage *out = hom_image_new (surround->width, surround->height, 1, error);

  for (gint row = 0; out && row < surround->n_rows; row++)
    for (gint column = 0; column < surround->n_columns; column++)
      {
        gint x1 = MIN ((column + 1) * surround->block, surround->width);
        gint y1 = MIN ((row + 1) * surround->block, surround->height);

        if (is_near (surround, column, row))
          continue;
        for (gint y = row * surround->block; y < y1; y++)
          for (gint x = column * surround->block; x < x1; x++)
            *hom_image_pixel (out, x,
                              y) = mask ? *hom_image_pixel (mask, x, y) : 1.0f;
      }

  return out;
}
