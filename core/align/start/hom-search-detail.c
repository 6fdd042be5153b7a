/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/start/hom-keypoint-picture.h"
#include "align/start/hom-search-detail.h"
#include "base/hom-bilinear.h"
#include "base/hom-memory.h"
#include "base/hom-scharr.h"

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

/* The blur (standard deviation) of what lies around an edge, in pixels of the
 * thumbnail, a tenth of its longer side; the strength that is added to it, of a
 * range of 255, since noise is no edge; and the most that an edge counts, as a
 * multiple of those around it.
 */
#define EDGE_SURROUNDINGS 16.0
#define FAINT_EDGE        0.3f
#define STRONGEST_EDGE    2.0f

/* A place counts when at least this share of what its blur reaches does. */
#define LEAST_WEIGHT 0.5

/* Makes room for details. All of them are made by this, and fail with
 * %HOM_ERROR_MEMORY; then, too, they are to be cleared.
 */
static gboolean
detail_init (HomDetail *detail,
             gint       n_channels,
             gint       width,
             gint       height,
             GError   **error)
{
  const gsize n = (gsize) width * height;

  *detail = (HomDetail){ n_channels, .width = width, .height = height };

  detail->values = hom_memory_new (n, n_channels * sizeof (gfloat), TRUE,
                                   error);
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

  *thumbnail = (HomDetail){ 0 };
  if (! hom_keypoint_picture_init (&picture, image, mask, THUMBNAIL_PIXELS,
                                   cancellable, error))
    return FALSE;

  width             = picture.pixels ? picture.width : 0;
  height            = picture.pixels ? picture.height : 0;
  success           = detail_init (thumbnail, 1, width, height, error);
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

/* Finds the gradient at a pixel whose neighbors are all known.
 *
 * Returns: FALSE where they are not.
 */
static gboolean
gradient_at (const HomDetail *thumbnail,
             gint             x,
             gint             y,
             gdouble         *gx,
             gdouble         *gy)
{
  const gint    width  = thumbnail->width;
  const gfloat *values = thumbnail->values + (gsize) y * width + x;
  const gfloat *mask   = thumbnail->mask + (gsize) y * width + x;

  if (x < 1 || y < 1 || x > width - 2 || y > thumbnail->height - 2)
    return FALSE;
  for (gint j = -1; j <= 1; j++)
    for (gint i = -1; i <= 1; i++)
      if (! (mask[j * width + i] > 0.0f))
        return FALSE;
  hom_scharr_gradient (values - width, values, values + width, -1, 1, gx, gy);

  return TRUE;
}

/* Finds the edges of a thumbnail: their strength, as a multiple of that around
 * them, and their direction, of which each is the same as its opposite, as a
 * unit vector at twice its angle (Fitch and others 2002, orientation
 * correlation, doi:10.5244/C.16.11, with the angle doubled). They are where
 * they are in another light, in infrared, on a map, whichever side is brighter.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY; then, too, @edges is to be cleared.
 */
gboolean
hom_detail_init_edges (HomDetail       *edges,
                       const HomDetail *thumbnail,
                       GError         **error)
{
  const gint             width   = thumbnail->width;
  const gint             height  = thumbnail->height;
  const gsize            n       = (gsize) width * height;
  hom_automemory gfloat *squares = hom_memory_new (n, 3 * sizeof (gfloat), TRUE,
                                                   error);
  gfloat                *mean, *weights;

  *edges = (HomDetail){ 0 };
  if (! squares ||
      ! detail_init (edges, HOM_DETAIL_CHANNELS, width, height, error))
    return FALSE;

  mean          = squares + n;
  weights       = mean + n;
  edges->origin = thumbnail->origin;
  edges->pitch  = thumbnail->pitch;
  for (gsize i = 0; i < n; i++)
    {
      gdouble gx, gy;

      if (! gradient_at (thumbnail, i % width, i / width, &gx, &gy))
        continue;
      edges->mask[i]           = 1.0f;
      edges->values[n + i]     = gx * gx - gy * gy;
      edges->values[2 * n + i] = 2.0 * gx * gy;
      squares[i]               = gx * gx + gy * gy;
    }
  if (! blur (squares, mean, width, height, EDGE_SURROUNDINGS, error) ||
      ! blur (edges->mask, weights, width, height, EDGE_SURROUNDINGS, error))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    if (squares[i] > 0.0f)
      {
        gfloat around   = sqrtf (mean[i] / weights[i]) + FAINT_EDGE;
        gfloat strength = MIN (sqrtf (squares[i]) / around, STRONGEST_EDGE);

        edges->values[i] = strength;
        edges->values[n + i] *= strength / squares[i];
        edges->values[2 * n + i] *= strength / squares[i];
      }

  return TRUE;
}

/* Subtracts the surroundings of one channel, where both are known.
 *
 * @values: (inout): the channel, and its details.
 * @weights: the blurred masks: what the narrow blur reached, and the wide one.
 * @room: room for two numbers for each pixel.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
static gboolean
filter_channel (const HomDetail *thumbnail,
                const gfloat    *from,
                gdouble          sigma,
                const gfloat    *narrow_weights,
                const gfloat    *wide_weights,
                gfloat          *values,
                GError         **error)
{
  const gint             width      = thumbnail->width;
  const gint             height     = thumbnail->height;
  const gsize            n          = (gsize) width * height;
  hom_automemory gfloat *background = hom_memory_new (n, sizeof (gfloat), TRUE,
                                                      error);

  if (! background ||
      ! blur (from, values, width, height, DETAIL_BLUR * sigma, error) ||
      ! blur (from, background, width, height, BACKGROUND_BLUR * sigma, error))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    values[i] = thumbnail->mask[i] > 0.0f && narrow_weights[i] >= LEAST_WEIGHT ?
                    values[i] / narrow_weights[i] -
                        background[i] / wide_weights[i] :
                    0.0f;

  return TRUE;
}

/* Finds the details of @size, in units of the picture's coordinates. */
gboolean
hom_detail_init_filtered (HomDetail       *detail,
                          const HomDetail *thumbnail,
                          gdouble          size,
                          GError         **error)
{
  const gint             width   = thumbnail->width;
  const gint             height  = thumbnail->height;
  const gsize            n       = (gsize) width * height;
  const gdouble          sigma   = MAX (size / thumbnail->pitch, 1.0);
  hom_automemory gfloat *weights = hom_memory_new (n, 2 * sizeof (gfloat), TRUE,
                                                   error);

  *detail = (HomDetail){ 0 };
  if (! weights ||
      ! detail_init (detail, thumbnail->n_channels, width, height, error) ||
      ! blur (thumbnail->mask, weights, width, height, DETAIL_BLUR * sigma,
              error) ||
      ! blur (thumbnail->mask, weights + n, width, height,
              BACKGROUND_BLUR * sigma, error))
    return FALSE;

  detail->origin = thumbnail->origin;
  detail->pitch  = thumbnail->pitch;
  for (gint c = 0; c < detail->n_channels; c++)
    if (! filter_channel (thumbnail, thumbnail->values + c * n, sigma, weights,
                          weights + n, detail->values + c * n, error))
      return FALSE;
  for (gsize i = 0; i < n; i++)
    detail->mask[i] = thumbnail->mask[i] > 0.0f && weights[i] >= LEAST_WEIGHT;

  return TRUE;
}

/* Samples all channels of details by linear interpolation.
 *
 * Returns: FALSE where a pixel that it needs is not known.
 */
gboolean
hom_detail_sample (const HomDetail *detail, HomPoint point, gfloat values[])
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

  for (gint c = 0; c < detail->n_channels; c++)
    values[c] = hom_bilinear (detail->values +
                                  ((gsize) c * detail->height + j) * row + i,
                              1, row, x - i, y - j);

  return TRUE;
}

/* Turns the directions of edges with the picture: twice their angle by twice
 * its own. Brightness has no direction.
 *
 * @cosine, @sine: of the angle by which the picture is turned.
 */
void
hom_detail_turn (gfloat values[], gint n_channels, gdouble cosine, gdouble sine)
{
  const gfloat c = cosine * cosine - sine * sine;
  const gfloat s = 2.0 * cosine * sine;
  gfloat       x, y;

  if (n_channels < HOM_DETAIL_CHANNELS)
    return;

  x         = values[1];
  y         = values[2];
  values[1] = c * x - s * y;
  values[2] = s * x + c * y;
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
  const gdouble factor = hypot (h->m[0], h->m[3]);
  HomMatrix     w      = HOM_MATRIX_IDENTITY;
  gsize         n;

  hom_matrix_invert (h, &w, NULL);
  if (! detail_init (detail, other->n_channels,
                     ceil ((box->x1 - box->x0) / pitch),
                     ceil ((box->y1 - box->y0) / pitch), error))
    return FALSE;

  detail->origin = (HomPoint){ box->x0, box->y0 };
  detail->pitch  = pitch;
  n              = (gsize) detail->width * detail->height;
  for (gint j = 0; j < detail->height; j++)
    for (gint i = 0; i < detail->width; i++)
      {
        HomPoint p = { box->x0 + (i + 0.5) * pitch,
                       box->y0 + (j + 0.5) * pitch };
        gsize    k = (gsize) j * detail->width + i;
        gfloat   values[HOM_DETAIL_CHANNELS];

        hom_matrix_apply (&w, p, &p);
        if (! hom_detail_sample (other, p, values))
          continue;
        hom_detail_turn (values, detail->n_channels, h->m[0] / factor,
                         h->m[3] / factor);
        for (gint c = 0; c < detail->n_channels; c++)
          detail->values[c * n + k] = values[c];
        detail->mask[k] = 1.0f;
      }

  return TRUE;
}
