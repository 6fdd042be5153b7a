/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/start/hom-keypoint-picture.h"
#include "align/start/hom-search-detail.h"
#include "base/hom-bilinear.h"
#include "base/hom-memory.h"

/* The most pixels of a thumbnail: about five along each side for one of the
 * grid in which the search takes place.
 */
#define THUMBNAIL_PIXELS (160 * 120)

/* The blur that leaves details of a size, and the blur of their surroundings
 * (standard deviations, in units of that size). The former is what a box of the
 * size has, the latter leaves out vignettes and the slopes of a sky, which
 * would correlate with any other.
 */
#define DETAIL_BLUR     0.7
#define BACKGROUND_BLUR 4.0

/* The reach of a Gaussian, in standard deviations. */
#define REACH 3.0

/* A place counts when at least this share of what its blur reaches does. */
#define LEAST_WEIGHT 0.5

/* Makes room for details. All of them are made by this, and fail with
 * %HOM_ERROR_MEMORY; then, too, they are to be cleared.
 */
static gboolean
detail_init (HomDetail *detail, gint width, gint height, GError **error)
{
  const gsize n = (gsize) width * height;

  *detail = (HomDetail){ .width = width, .height = height };

  detail->values = hom_memory_new (n, sizeof (gfloat), TRUE, error);
  if (detail->values)
    detail->mask = hom_memory_new (n, sizeof (gfloat), TRUE, error);

  return detail->mask != NULL;
}

void
hom_detail_clear (HomDetail *detail)
{
  g_clear_pointer (&detail->values, hom_memory_free);
  g_clear_pointer (&detail->mask, hom_memory_free);
}

/* Makes a thumbnail of equal contrast, whatever the picture's; an empty one
 * where that is flat.
 */
gboolean
hom_detail_init_thumbnail (HomDetail      *thumbnail,
                           const HomImage *image,
                           const HomImage *mask,
                           GCancellable   *cancellable,
                           GError        **error)
{
  HomKeypointPicture picture;
  gint               width, height;
  gboolean           success;

  *thumbnail = (HomDetail){ NULL };
  if (! hom_keypoint_picture_init (&picture, image, mask, THUMBNAIL_PIXELS,
                                   cancellable, error))
    return FALSE;

  width             = picture.pixels ? picture.width : 0;
  height            = picture.pixels ? picture.height : 0;
  success           = detail_init (thumbnail, width, height, error);
  thumbnail->origin = (HomPoint){ image->x, image->y };
  thumbnail->pitch  = picture.reduction;
  for (gint y = 0; success && y < height; y++)
    for (gint x = 0; x < width; x++)
      if (hom_keypoint_picture_is_whole (&picture, x + 0.5, y + 0.5, 0.5))
        {
          gsize i = (gsize) y * width + x;

          thumbnail->mask[i]   = 1.0f;
          thumbnail->values[i] = picture.pixels[i];
        }
  hom_keypoint_picture_clear (&picture);

  return success;
}

static void
transpose (const gfloat *from, gfloat *to, gint width, gint height)
{
  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      to[(gsize) x * height + y] = from[(gsize) y * width + x];
}

/* Blurs along y; @to holds zeros. */
static void
blur_columns (const gfloat *from,
              gfloat       *to,
              gint          width,
              gint          height,
              const gfloat *kernel,
              gint          reach)
{
  for (gint y = 0; y < height; y++)
    {
      gint first            = MAX (y - reach, 0);
      gint last             = MIN (y + reach, height - 1);
      gfloat *restrict sums = to + (gsize) y * width;

      for (gint i = first; i <= last; i++)
        {
          const gfloat *row    = from + (gsize) i * width;
          gfloat        weight = kernel[i - y + reach];

          for (gint x = 0; x < width; x++)
            sums[x] += weight * row[x];
        }
    }
}

/* Blurs a picture; @to holds zeros. Pixels outside count as 0.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
static gboolean
blur (const gfloat *from,
      gfloat       *to,
      gint          width,
      gint          height,
      gdouble       sigma,
      GError      **error)
{
  gsize                  n       = (gsize) width * height;
  gint                   reach   = ceil (REACH * sigma);
  hom_automemory gfloat *blurred = hom_memory_new (
      2 * n + 2 * reach + 1, sizeof (gfloat), TRUE, error);
  gfloat *turned, *kernel;
  gdouble sum = 0.0;

  if (! blurred)
    return FALSE;

  turned = blurred + n;
  kernel = turned + n;

  for (gint i = -reach; i <= reach; i++)
    {
      kernel[i + reach] = exp (-0.5 * i * i / (sigma * sigma));
      sum += kernel[i + reach];
    }
  for (gint i = 0; i <= 2 * reach; i++)
    kernel[i] /= sum;

  transpose (from, turned, width, height);
  blur_columns (turned, blurred, height, width, kernel, reach);
  transpose (blurred, turned, height, width);
  blur_columns (turned, to, width, height, kernel, reach);

  return TRUE;
}

/* Finds the details of @size, in units of the picture's coordinates. */
gboolean
hom_detail_init_filtered (HomDetail       *detail,
                          const HomDetail *thumbnail,
                          gdouble          size,
                          GError         **error)
{
  gint                   width      = thumbnail->width;
  gint                   height     = thumbnail->height;
  gsize                  n          = (gsize) width * height;
  gdouble                sigma      = MAX (size / thumbnail->pitch, 1.0);
  gdouble                narrow     = DETAIL_BLUR * sigma;
  gdouble                wide       = BACKGROUND_BLUR * sigma;
  hom_automemory gfloat *background = hom_memory_new (n, 3 * sizeof (gfloat),
                                                      TRUE, error);
  gfloat                *fine_weights, *weights;

  *detail = (HomDetail){ NULL };
  if (! background || ! detail_init (detail, width, height, error))
    return FALSE;

  fine_weights = background + n;
  weights      = fine_weights + n;
  if (! blur (thumbnail->values, detail->values, width, height, narrow,
              error) ||
      ! blur (thumbnail->mask, fine_weights, width, height, narrow, error) ||
      ! blur (thumbnail->values, background, width, height, wide, error) ||
      ! blur (thumbnail->mask, weights, width, height, wide, error))
    return FALSE;

  detail->origin = thumbnail->origin;
  detail->pitch  = thumbnail->pitch;
  for (gsize i = 0; i < n; i++)
    {
      gboolean counts = thumbnail->mask[i] > 0.0f &&
                        fine_weights[i] >= LEAST_WEIGHT;

      detail->mask[i]   = counts;
      detail->values[i] = counts ? detail->values[i] / fine_weights[i] -
                                       background[i] / weights[i] :
                                   0.0f;
    }

  return TRUE;
}

/* Samples details by linear interpolation.
 *
 * Returns: FALSE where a pixel that it needs is not known.
 */
gboolean
hom_detail_sample (const HomDetail *detail, HomPoint point, gfloat *value)
{
  gfloat        x   = (point.x - detail->origin.x) / detail->pitch - 0.5;
  gfloat        y   = (point.y - detail->origin.y) / detail->pitch - 0.5;
  gint          row = detail->width;
  gint          i, j;
  const gfloat *m;

  if (! (x >= 0.0f && y >= 0.0f && x < detail->width - 1 &&
         y < detail->height - 1))
    return FALSE;

  i = x;
  j = y;
  m = detail->mask + (gsize) j * row + i;
  if (! (m[0] * m[1] * m[row] * m[row + 1] > 0.0f))
    return FALSE;

  *value = hom_bilinear (detail->values + (gsize) j * row + i, 1, row, x - i,
                         y - j);

  return TRUE;
}

/* Samples the part of another picture that @h, an affine matrix, puts in @box.
 */
gboolean
hom_detail_init_sampled (HomDetail       *detail,
                         const HomDetail *other,
                         const HomMatrix *h,
                         const HomBox    *box,
                         gdouble          pitch,
                         GError         **error)
{
  HomMatrix w = HOM_MATRIX_IDENTITY;

  hom_matrix_invert (h, &w, NULL);
  if (! detail_init (detail, ceil ((box->x1 - box->x0) / pitch),
                     ceil ((box->y1 - box->y0) / pitch), error))
    return FALSE;

  detail->origin = (HomPoint){ box->x0, box->y0 };
  detail->pitch  = pitch;
  for (gint j = 0; j < detail->height; j++)
    for (gint i = 0; i < detail->width; i++)
      {
        HomPoint p = { box->x0 + (i + 0.5) * pitch,
                       box->y0 + (j + 0.5) * pitch };
        gsize    k = (gsize) j * detail->width + i;

        hom_matrix_apply (&w, p, &p);
        if (hom_detail_sample (other, p, &detail->values[k]))
          detail->mask[k] = 1.0f;
      }

  return TRUE;
}
