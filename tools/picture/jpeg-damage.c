/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "tools/picture/jpeg-damage.h"

/* A coefficient may exceed what samples can lead to by so many steps of its
 * quantization, and by this factor: an encoder may round it to a neighbour that
 * takes fewer bits, and compute it roughly.
 */
#define MOST_STEPS      2.0
#define MOST_INACCURACY 1.05

/* An encoder that writes words leaves so many bytes behind the last block. */
#define LONGEST_WORD 8

/* The marker that ends the file, in bytes. */
#define MARKER_SIZE 2

/* Tells whether the pixels are stored in blocks of coefficients: those of a
 * lossless file are not, and each counts as a block there.
 */
gboolean
jpeg_has_blocks (struct jpeg_decompress_struct *decompress)
{
  return decompress->comp_info[0].width_in_blocks <=
         (decompress->image_width + DCTSIZE - 1) / DCTSIZE;
}

/* Computes the largest coefficients that samples from −128 to 127 can have: of
 * a block that is −128 where the cosines are negative, and 127 or 128
 * elsewhere.
 */
static void
find_limits (gdouble limits[DCTSIZE2])
{
  for (gint i = 0; i < DCTSIZE2; i++)
    {
      gint    u = i % DCTSIZE, v = i / DCTSIZE;
      gdouble sum = 0.0;

      for (gint k = 0; k < DCTSIZE2; k++)
        sum += fabs (cos ((2 * (k % DCTSIZE) + 1) * u * G_PI / 16.0) *
                     cos ((2 * (k / DCTSIZE) + 1) * v * G_PI / 16.0));
      limits[i] = 128.0 * sum / 4.0 * (u ? 1.0 : G_SQRT2 / 2.0) *
                  (v ? 1.0 : G_SQRT2 / 2.0);
    }
}

/* The loop inside has no way out, so that it takes several at once. */
static gboolean
row_is_possible (const JBLOCK *blocks, gint n, const JCOEF most[DCTSIZE2])
{
  for (gint x = 0; x < n; x++)
    {
      const JCOEF *block = blocks[x];
      JCOEF        above = 0;

      for (gint i = 0; i < DCTSIZE2; i++)
        above |= (block[i] > most[i]) | (block[i] < -most[i]);
      if (above)
        return FALSE;
    }

  return TRUE;
}

/* Tells whether a block has coefficients that no samples from 0 to 255 have, or
 * has none. Where changed bytes shift the differences of which the means of
 * blocks are made, these soon run out of the range.
 *
 * @decompress: in buffered-image mode, all of its input consumed.
 */
gboolean
jpeg_has_impossible_block (struct jpeg_decompress_struct *decompress)
{
  jvirt_barray_ptr *coefficients = jpeg_read_coefficients (decompress);
  gdouble           limits[DCTSIZE2];

  find_limits (limits);
  for (gint c = 0; c < decompress->num_components; c++)
    {
      const jpeg_component_info *component = &decompress->comp_info[c];
      JCOEF                      most[DCTSIZE2];

      if (! component->quant_table)
        return TRUE; /* nothing of it was stored */
      for (gint i = 0; i < DCTSIZE2; i++)
        {
          gdouble step = MAX (component->quant_table->quantval[i], 1);

          most[i] = (JCOEF) (MOST_INACCURACY * limits[i] / step + MOST_STEPS);
        }
      for (JDIMENSION y = 0; y < component->height_in_blocks; y++)
        {
          JBLOCKARRAY rows = decompress->mem->access_virt_barray (
              (j_common_ptr) decompress, coefficients[c], y, 1, FALSE);

          if (! row_is_possible (rows[0], component->width_in_blocks, most))
            return TRUE;
        }
    }

  return FALSE;
}

/* Tells whether bytes that no pixel took, before the end of the image, are what
 * some encoders fill it up with: less than a word, or all alike. Others say
 * that the pixels before lost their place.
 *
 * @file: read up to the end of the image.
 * @n: how many bytes there are.
 */
gboolean
jpeg_is_padding (struct jpeg_decompress_struct *decompress, FILE *file, gsize n)
{
  glong    here = ftell (file);
  gint     first;
  gboolean success = TRUE;

  if (n < LONGEST_WORD)
    return TRUE;
  if (here < 0 || fseek (file,
                         here - (glong) (decompress->src->bytes_in_buffer +
                                         MARKER_SIZE + n),
                         SEEK_SET))
    return FALSE;
  first = fgetc (file);
  for (gsize i = 1; success && i < n; i++)
    success = fgetc (file) == first;
  fseek (file, here, SEEK_SET);

  return success;
}
