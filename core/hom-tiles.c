/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "hom-parallel.h"
#include "hom-tiles.h"

/* What the 5-point derivative reaches. */
#define DERIVATIVE_REACH 2

/* The widest filter of the gradient, in pixels: noise that needs a wider one
 * leaves so little to see that a coarser level tells as much.
 */
#define WIDEST_BLUR  2.0
#define LARGEST_HALF 6 /* 3 standard deviations */
#define LARGEST_SIDE (HOM_TILE + 2 * (DERIVATIVE_REACH + LARGEST_HALF))

/* A picture is divided into so many regions along each side, and each may have
 * an equal part of the pixels: a matrix is held by what lies far apart.
 */
#define REGIONS 8

/* The gradient of the mean of both pictures is taken where it is, squared, so
 * much smaller: by what is noise.
 */
#define MUCH_LESS 0.8

/* Tiles from which the filter is chosen. */
#define SAMPLE_TILES 24

/* One half of a Gaussian filter. */
typedef struct
{
  gint   half;
  gfloat taps[LARGEST_HALF + 1];
} Kernel;

/* A piece of a picture around a tile, and room to filter it. */
typedef struct
{
  gint   side;
  gfloat values[LARGEST_SIDE * LARGEST_SIDE];
  gfloat across[LARGEST_SIDE * LARGEST_SIDE];
} Piece;

/* @other: (nullable): what the mean is taken with. */
typedef struct
{
  const HomPlanes *picture;
  const HomPlanes *other;
  HomTiles        *tiles;
  Kernel           kernel;
} Job;

typedef struct
{
  gint    x, y;
  gint    region;
  gdouble energy;
} Place;

static Kernel
kernel_new (gdouble blur)
{
  Kernel  kernel = { (gint) ceil (3.0 * blur), { 0.0f } };
  gdouble sum    = 0.0;

  for (gint i = -kernel.half; i <= kernel.half; i++)
    sum += blur > 0.0 ? exp (-0.5 * i * i / (blur * blur)) : 1.0;
  for (gint i = 0; i <= kernel.half; i++)
    kernel.taps[i] = (blur > 0.0 ? exp (-0.5 * i * i / (blur * blur)) : 1.0) /
                     sum;

  return kernel;
}

/* Reads the pixels around a tile; beyond the picture the nearest ones. */
static void
piece_read (Piece *piece, const HomImage *plane, gint x, gint y, gint margin)
{
  piece->side = HOM_TILE + 2 * margin;

  for (gint j = 0; j < piece->side; j++)
    {
      gint    row = CLAMP (y - margin + j, 0, plane->height - 1);
      gfloat *to  = piece->values + j * piece->side;

      if (x >= margin && x + HOM_TILE + margin <= plane->width)
        memcpy (to, hom_image_pixel (plane, x - margin, row),
                piece->side * sizeof (gfloat));
      else
        for (gint i = 0; i < piece->side; i++)
          to[i] = *hom_image_pixel (
              plane, CLAMP (x - margin + i, 0, plane->width - 1), row);
    }
}

/* Reads the mean of two planes; where the other one is NaN, the first. */
static void
piece_read_mean (Piece          *piece,
                 const HomImage *plane,
                 const HomImage *other,
                 gint            x,
                 gint            y,
                 gint            margin)
{
  piece_read (piece, other, x, y, margin);
  memcpy (piece->across, piece->values, sizeof (piece->values));
  piece_read (piece, plane, x, y, margin);
  for (gint i = 0; i < piece->side * piece->side; i++)
    if (isfinite (piece->across[i]))
      piece->values[i] = 0.5f * (piece->values[i] + piece->across[i]);
}

/* Filters the piece, whose margin shrinks by the kernel's half. */
static void
piece_blur (Piece *piece, const Kernel *kernel)
{
  const gint from = piece->side;
  const gint to   = from - 2 * kernel->half;

  for (gint j = 0; j < from; j++)
    for (gint i = 0; i < to; i++)
      {
        const gfloat *centre = piece->values + j * from + i + kernel->half;
        gfloat        sum    = kernel->taps[0] * centre[0];

        for (gint k = 1; k <= kernel->half; k++)
          sum += kernel->taps[k] * (centre[-k] + centre[k]);
        piece->across[j * to + i] = sum;
      }
  for (gint j = 0; j < to; j++)
    for (gint i = 0; i < to; i++)
      {
        const gfloat *centre = piece->across + (j + kernel->half) * to + i;
        gfloat        sum    = kernel->taps[0] * centre[0];

        for (gint k = 1; k <= kernel->half; k++)
          sum += kernel->taps[k] * (centre[-k * to] + centre[k * to]);
        piece->values[j * to + i] = sum;
      }
  piece->side = to;
}

/* The derivative that is exact for polynomials of the fourth degree. */
static inline gfloat
derivative (const gfloat *centre, gint step)
{
  return (centre[-2 * step] - centre[2 * step] +
          8.0f * (centre[step] - centre[-step])) *
         (1.0f / 12.0f);
}

/* The gradient of a piece with the margin that the derivative needs. */
static void
piece_gradient (const Piece *piece, gfloat *gx, gfloat *gy)
{
  for (gint j = 0; j < HOM_TILE; j++)
    for (gint i = 0; i < HOM_TILE; i++)
      {
        const gfloat *centre = piece->values +
                               (j + DERIVATIVE_REACH) * piece->side + i +
                               DERIVATIVE_REACH;

        gx[j * HOM_TILE + i] = derivative (centre, 1);
        gy[j * HOM_TILE + i] = derivative (centre, piece->side);
      }
}

static void
read_gradient (const Job *job, HomTile *tile, Piece *piece)
{
  const gint margin = DERIVATIVE_REACH + job->kernel.half;

  for (gint c = 0; c < job->tiles->n_planes; c++)
    {
      HomTilePlane *plane = &tile->planes[c];

      if (job->other)
        piece_read_mean (piece, job->picture->planes[c], job->other->planes[c],
                         tile->x, tile->y, margin);
      else
        piece_read (piece, job->picture->planes[c], tile->x, tile->y, margin);
      if (job->kernel.half > 0)
        piece_blur (piece, &job->kernel);
      piece_gradient (piece, plane->gx, plane->gy);
    }
}

/* What the derivative reaches must be inside, and what the filter reaches must,
 * entirely, count for something. Beyond the picture the filter sees the last
 * pixels again: to leave out more would cost more.
 */
static void
read_counts (const Job *job, HomTile *tile, Piece *piece)
{
  const HomImage *mask = job->picture->mask;
  const gint      half = job->kernel.half;

  if (mask)
    piece_read (piece, mask, tile->x, tile->y, half);

  for (gint j = 0; j < HOM_TILE; j++)
    for (gint i = 0; i < HOM_TILE; i++)
      {
        gint   x      = tile->x + i;
        gint   y      = tile->y + j;
        gfloat counts = x >= DERIVATIVE_REACH && y >= DERIVATIVE_REACH &&
                        x < job->tiles->width - DERIVATIVE_REACH &&
                        y < job->tiles->height - DERIVATIVE_REACH;

        if (mask && counts > 0.0f)
          {
            counts = *hom_image_pixel (mask, x, y);
            for (gint b = 0; b <= 2 * half && counts > 0.0f; b++)
              for (gint a = 0; a <= 2 * half; a++)
                if (! (piece->values[(j + b) * piece->side + i + a] > 0.0f))
                  counts = 0.0f;
          }
        tile->counts[j * HOM_TILE + i] = counts;
      }
}

static void
fill_tiles (gint band, gint first, gint last, gpointer data)
{
  const Job *job   = data;
  Piece     *piece = g_new (Piece, 1);

  for (gint i = first; i < last; i++)
    {
      HomTile *tile = &job->tiles->tiles[i];

      for (gint c = 0; c < job->tiles->n_planes; c++)
        {
          piece_read (piece, job->picture->planes[c], tile->x, tile->y, 0);
          memcpy (tile->planes[c].value, piece->values,
                  sizeof (tile->planes[c].value));
        }
      read_gradient (job, tile, piece);
      read_counts (job, tile, piece);
    }

  g_free (piece);
}

static void
filter_tiles (gint band, gint first, gint last, gpointer data)
{
  const Job *job   = data;
  Piece     *piece = g_new (Piece, 1);

  for (gint i = first; i < last; i++)
    {
      read_gradient (job, &job->tiles->tiles[i], piece);
      read_counts (job, &job->tiles->tiles[i], piece);
    }

  g_free (piece);
}

/* Σ |∇|² of every second pixel, by the simplest difference: enough to rank. */
static gdouble
measure_contrast (const HomPlanes *picture, gint x0, gint y0)
{
  const HomImage *plane = picture->planes[picture->n_planes / 2];
  gdouble         sum   = 0.0;

  for (gint y = MAX (y0, 1); y < MIN (y0 + HOM_TILE, plane->height - 1); y += 2)
    for (gint x = MAX (x0, 1); x < MIN (x0 + HOM_TILE, plane->width - 1);
         x += 2)
      if (! picture->mask || *hom_image_pixel (picture->mask, x, y) > 0.0f)
        {
          const gfloat *p = hom_image_pixel (plane, x, y);
          gdouble       h = p[1] - p[-1];
          gdouble       v = p[plane->stride] - p[-(gssize) plane->stride];

          sum += h * h + v * v;
        }

  return sum;
}

/* By region, in each the strongest first. */
static gint
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *p = a;
  const Place *q = b;

  if (p->region != q->region)
    return p->region < q->region ? -1 : 1;
  if (p->energy != q->energy)
    return p->energy > q->energy ? -1 : 1;
  if (p->y != q->y)
    return p->y < q->y ? -1 : 1;

  return p->x < q->x ? -1 : p->x > q->x;
}

static GArray *
list_places (const HomPlanes *picture)
{
  const HomImage *plane  = picture->planes[0];
  GArray         *places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (gint y = 0; y < plane->height; y += HOM_TILE)
    for (gint x = 0; x < plane->width; x += HOM_TILE)
      {
        gint region = (gint) ((gint64) y * REGIONS / plane->height) * REGIONS +
                      (gint) ((gint64) x * REGIONS / plane->width);
        Place place = { x, y, region, 0.0 };

        g_array_append_val (places, place);
      }

  return places;
}

/* Leaves the tiles that tell most, so many in each region. */
static void
choose_places (GArray *places, const HomPlanes *picture, guint most)
{
  guint in_region = most / (REGIONS * REGIONS);
  guint kept      = 0;
  guint n         = 0;

  if (places->len <= most)
    return;

  for (guint i = 0; i < places->len; i++)
    {
      Place *place = &g_array_index (places, Place, i);

      place->energy = measure_contrast (picture, place->x, place->y);
    }
  g_array_sort (places, compare_places);

  for (guint i = 0; i < places->len; i++)
    {
      Place place = g_array_index (places, Place, i);

      n = i > 0 && place.region == g_array_index (places, Place, i - 1).region ?
              n + 1 :
              0;
      if (n < in_region && place.energy > 0.0)
        g_array_index (places, Place, kept++) = place;
    }
  g_array_set_size (places, kept);
}

/* @max_pixels: of a larger picture only so many are taken: those of the most
 *   contrast, in all regions alike.
 */
HomTiles *
hom_tiles_new (const HomPlanes *picture, gsize max_pixels)
{
  g_autoptr (GArray) places = list_places (picture);
  HomTiles *tiles           = g_new0 (HomTiles, 1);
  Job       job             = { picture, NULL, tiles, kernel_new (0.0) };

  choose_places (places, picture, max_pixels / HOM_TILE_PIXELS);
  tiles->width    = picture->planes[0]->width;
  tiles->height   = picture->planes[0]->height;
  tiles->n_planes = picture->n_planes;
  tiles->excess   = 1.0;
  tiles->n_tiles  = places->len;
  tiles->tiles    = g_new (HomTile, places->len);
  tiles->storage  = g_new (HomTilePlane,
                           (gsize) places->len * picture->n_planes);
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);

      tiles->tiles[i].x      = place->x;
      tiles->tiles[i].y      = place->y;
      tiles->tiles[i].planes = tiles->storage + i * picture->n_planes;
    }
  hom_parallel_rows (tiles->n_tiles, 8, fill_tiles, &job);

  return tiles;
}

/* Of filtered gradients, over some tiles.
 *
 * @signal: Σ F∇T·∇I: what both pictures have in common is the scene.
 * @alone: Σ |F∇T|².
 * @mean: Σ |F∇M|².
 */
typedef struct
{
  gdouble signal, alone, mean;
} Energy;

/* Of one tile. Pixels whose gradient in I is not known are left out. */
static void
add_energy (const HomTile  *tile,
            const HomImage *reference,
            const HomImage *moving,
            const Kernel   *kernel,
            Energy         *energy)
{
  const gint margin = DERIVATIVE_REACH + kernel->half;
  Piece     *piece  = g_new (Piece, 1);
  gfloat    *values = g_new (gfloat, 6 * HOM_TILE_PIXELS);
  gfloat    *plain  = values;
  gfloat    *alone  = values + 2 * HOM_TILE_PIXELS;
  gfloat    *mean   = values + 4 * HOM_TILE_PIXELS;

  piece_read (piece, moving, tile->x, tile->y, DERIVATIVE_REACH);
  piece_gradient (piece, plain, plain + HOM_TILE_PIXELS);
  piece_read (piece, reference, tile->x, tile->y, margin);
  piece_blur (piece, kernel);
  piece_gradient (piece, alone, alone + HOM_TILE_PIXELS);
  piece_read_mean (piece, reference, moving, tile->x, tile->y, margin);
  piece_blur (piece, kernel);
  piece_gradient (piece, mean, mean + HOM_TILE_PIXELS);

  for (gint i = 0; i < 2 * HOM_TILE_PIXELS; i++)
    if (tile->counts[i % HOM_TILE_PIXELS] > 0.0f && isfinite (plain[i]))
      {
        energy->signal += alone[i] * plain[i];
        energy->alone += alone[i] * alone[i];
        energy->mean += mean[i] * mean[i];
      }

  g_free (values);
  g_free (piece);
}

static Energy
measure_energy (const HomTiles  *tiles,
                const HomPlanes *reference,
                const HomPlanes *moving,
                const Kernel    *kernel)
{
  Energy energy = { 0.0, 0.0, 0.0 };
  gint   step   = MAX (1, tiles->n_tiles / SAMPLE_TILES);

  for (gint i = step / 2; i < tiles->n_tiles; i += step)
    for (gint c = 0; c < tiles->n_planes; c++)
      add_energy (&tiles->tiles[i], reference->planes[c], moving->planes[c],
                  kernel, &energy);

  return energy;
}

/* Takes the gradient anew, filtered by a Gaussian.
 *
 * @other: (nullable): take that of the mean of both pictures, where the other
 * one is not NaN.
 * @blur: the standard deviation, in pixels; 0 for no filter.
 */
void
hom_tiles_blur (HomTiles        *tiles,
                const HomPlanes *picture,
                const HomPlanes *other,
                gdouble          blur)
{
  Job job = { picture, other, tiles, kernel_new (MIN (blur, WIDEST_BLUR)) };

  tiles->is_filtered = blur > 0.0 || other;
  tiles->blur        = blur;
  hom_parallel_rows (tiles->n_tiles, 8, filter_tiles, &job);
}

/* Undoes hom_tiles_filter(): tiles are kept from one alignment to the next, at
 * other stages of which no filter is wanted, or another.
 */
void
hom_tiles_restore (HomTiles *tiles, const HomPlanes *picture)
{
  tiles->excess = 1.0;
  if (tiles->is_filtered)
    hom_tiles_blur (tiles, picture, NULL, 0.0);
}

/* Takes the gradient anew, as well as the noise allows.
 *
 * The equations that an alignment solves are Σ ∇S · r = 0, of the gradient of
 * the scene S as best it is known. Where noise is strong, that of the reference
 * T is mostly noise, and a filter F makes it better known; a wide one also
 * loses the detail that says most. The variance of what is found goes with Σ
 * |F∇T|² / (Σ F∇T·∇S)²: its minimum over all filters is Wiener's; this one is
 * over Gaussians. The mean M of both pictures has half the variance of the
 * noise, but part of that is in the residuals too: it is taken where it makes
 * much of a difference.
 *
 * @reference: T, of which the tiles are.
 * @moving: I, as hom_normal_warp() makes it. Its noise is another, so that
 *   Σ F∇T·∇I is Σ F∇T·∇S but for chance.
 */
void
hom_tiles_filter (HomTiles        *tiles,
                  const HomPlanes *reference,
                  const HomPlanes *moving)
{
  const gdouble    blurs[] = { 0.0, 0.5, 0.7, 1.0, 1.4, WIDEST_BLUR };
  const HomPlanes *other   = NULL;
  gdouble          best    = 0.0;
  gdouble          least   = G_MAXDOUBLE;

  tiles->excess = 1.0;
  for (gsize i = 0; i < G_N_ELEMENTS (blurs); i++)
    {
      Kernel   kernel  = kernel_new (blurs[i]);
      Energy   energy  = measure_energy (tiles, reference, moving, &kernel);
      gboolean is_mean = energy.mean < MUCH_LESS * energy.alone;
      gdouble  spread  = is_mean ? energy.mean : energy.alone;

      if (energy.signal > 0.0 &&
          spread / (energy.signal * energy.signal) < least)
        {
          least         = spread / (energy.signal * energy.signal);
          best          = blurs[i];
          other         = is_mean ? moving : NULL;
          tiles->excess = spread / energy.signal;
        }
    }
  hom_tiles_blur (tiles, reference, other, best);
}

void
hom_tiles_free (HomTiles *tiles)
{
  if (! tiles)
    return;

  g_free (tiles->tiles);
  g_free (tiles->storage);
  g_free (tiles);
}
