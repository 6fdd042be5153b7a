/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "base/hom-parallel.h"
#include "base/hom-scharr.h"
#include "loss/hom-loss-edges.h"
#include "loss/hom-loss-zncc.h"

typedef struct
{
  gdouble n;    /* Σ weight · channels */
  gdouble y, t; /* Σ weight · (gx² + gy²) */
  gdouble back; /* Σ ∂L/∂E / E */
} Sums;

typedef struct
{
  const HomImage *y;
  const HomImage *target;
  const HomImage *mask;
  HomImage       *counts;  /* how much each pixel counts by itself */
  HomImage       *weight;  /* how much its edges count */
  HomImage       *y_edges; /* later ∂L/∂E, then ∂L/∂gx */
  HomImage       *t_edges; /* later ∂L/∂gy */
  HomImage       *dl_dy;
  gdouble         y_floor, t_floor; /* ε² */
  gdouble         back;
  Sums           *bands;
} Job;

static inline void
gradient_at (const HomImage *image,
             gint            column,
             gint            row,
             gint            c,
             gdouble        *gx,
             gdouble        *gy)
{
  hom_scharr_gradient (hom_image_pixel (image, column, row - 1) + c,
                       hom_image_pixel (image, column, row) + c,
                       hom_image_pixel (image, column, row + 1) + c,
                       -image->channels, image->channels, gx, gy);
}

static inline gdouble
square_at (const HomImage *image, gint column, gint row, gint c)
{
  gdouble gx, gy;

  gradient_at (image, column, row, c, &gx, &gy);

  return gx * gx + gy * gy;
}

/* Divides ∂L/∂E by E, or returns 0 where E is 0: without ε, which is 0 for a
 * picture without edges, √ has no derivative there.
 */
static inline gdouble
over_edge (gdouble dl_de, gdouble square)
{
  return square > 0.0 ? dl_de / sqrt (square) : 0.0;
}

static void
count_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job = data;

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < job->y->width; column++)
      *hom_image_pixel (job->counts, column, row) = hom_moments_weight (
          job->mask, hom_image_pixel (job->y, column, row),
          hom_image_pixel (job->target, column, row), job->y->channels, column,
          row);
}

/* Finds the least weight of a 3 × 3 neighbourhood; 0 where it is not complete.
 */
static inline gfloat
least_weight (const HomImage *counts, gint column, gint row)
{
  gfloat least = G_MAXFLOAT;

  if (column < 1 || column >= counts->width - 1 || row < 1 ||
      row >= counts->height - 1)
    return 0.0f;

  for (gint j = row - 1; j <= row + 1; j++)
    for (gint i = column - 1; i <= column + 1; i++)
      least = MIN (least, *hom_image_pixel (counts, i, j));

  return least;
}

static void
weigh_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job  = data;
  Sums       sums = { 0 };

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < job->y->width; column++)
      {
        gfloat weight = least_weight (job->counts, column, row);

        *hom_image_pixel (job->weight, column, row) = weight;
        if (weight > 0.0f)
          for (gint c = 0; c < job->y->channels; c++)
            {
              sums.n += weight;
              sums.y += weight * square_at (job->y, column, row, c);
              sums.t += weight * square_at (job->target, column, row, c);
            }
      }

  job->bands[band] = sums;
}

static void
find_edges_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job = data;

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < job->y->width; column++)
      {
        gfloat *py = hom_image_pixel (job->y_edges, column, row);
        gfloat *pt = hom_image_pixel (job->t_edges, column, row);

        if (*hom_image_pixel (job->weight, column, row) > 0.0f)
          for (gint c = 0; c < job->y->channels; c++)
            {
              py[c] = sqrt (square_at (job->y, column, row, c) + job->y_floor);
              pt[c] = sqrt (square_at (job->target, column, row, c) +
                            job->t_floor);
            }
      }
}

static void
add_back_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job  = data;
  Sums       sums = { 0 };

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < job->y->width; column++)
      {
        const gfloat *pe = hom_image_pixel (job->y_edges, column, row);

        if (*hom_image_pixel (job->weight, column, row) > 0.0f)
          for (gint c = 0; c < job->y->channels; c++)
            sums.back += over_edge (pe[c], square_at (job->y, column, row, c) +
                                               job->y_floor);
      }

  job->bands[band] = sums;
}

/* Turns ∂L/∂E into ∂L/∂gx and ∂L/∂gy. As ε² = s²/n · Σ m·(gx² + gy²),
 *
 *     dL/dgx_j = (∂L/∂E_j / E_j + s²/n · m_j · Σ_i ∂L/∂E_i / E_i) · gx_j
 */
static void
to_gradient_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job = data;

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < job->y->width; column++)
      {
        gfloat *px     = hom_image_pixel (job->y_edges, column, row);
        gfloat *py     = hom_image_pixel (job->t_edges, column, row);
        gdouble weight = *hom_image_pixel (job->weight, column, row);

        if (weight > 0.0)
          for (gint c = 0; c < job->y->channels; c++)
            {
              gdouble gx, gy, factor;

              gradient_at (job->y, column, row, c, &gx, &gy);
              factor = over_edge (px[c], gx * gx + gy * gy + job->y_floor) +
                       job->back * weight;
              px[c] = factor * gx;
              py[c] = factor * gy;
            }
      }
}

/* Applies the adjoint of gradient_at(): finds ∂L/∂Y of one pixel from all
 * gradients that it is part of. Those of pixels that do not count are 0.
 */
static inline gdouble
give_back (const Job *job, gint column, gint row, gint c)
{
  gdouble sum = 0.0;

  for (gint j = MAX (row - 1, 0); j <= MIN (row + 1, job->y->height - 1); j++)
    for (gint i = MAX (column - 1, 0); i <= MIN (column + 1, job->y->width - 1);
         i++)
      {
        gdouble across = i == column ? HOM_SCHARR_MIDDLE : HOM_SCHARR_SIDE;
        gdouble along  = j == row ? HOM_SCHARR_MIDDLE : HOM_SCHARR_SIDE;

        sum += (column - i) * along * hom_image_pixel (job->y_edges, i, j)[c] +
               (row - j) * across * hom_image_pixel (job->t_edges, i, j)[c];
      }

  return sum;
}

/* Does what give_back() does where all neighbours are there: as the filter is
 * odd, it is its own adjoint but for the sign.
 */
static inline gdouble
give_back_inside (const Job *job, gint column, gint row, gint c)
{
  gdouble gx, gy, unused;

  gradient_at (job->y_edges, column, row, c, &gx, &unused);
  gradient_at (job->t_edges, column, row, c, &unused, &gy);

  return -gx - gy;
}

static void
give_back_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job    = data;
  gint       width  = job->y->width;
  gint       height = job->y->height;

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < width; column++)
      {
        gboolean inside = column > 0 && column < width - 1 && row > 0 &&
                          row < height - 1;
        gfloat *pd = hom_image_pixel (job->dl_dy, column, row);

        for (gint c = 0; c < job->y->channels; c++)
          pd[c] = inside ? give_back_inside (job, column, row, c) :
                           give_back (job, column, row, c);
      }
}

static Sums
visit (Job *job, HomBandFunc func)
{
  gint rows    = hom_moments_rows_per_band (job->y);
  gint n_bands = hom_parallel_n_bands (job->y->height, rows);
  Sums sums    = { 0 };

  job->bands = g_new0 (Sums, n_bands);
  hom_parallel_rows (job->y->height, rows, func, job);
  for (gint i = 0; i < n_bands; i++)
    {
      sums.n += job->bands[i].n;
      sums.y += job->bands[i].y;
      sums.t += job->bands[i].t;
      sums.back += job->bands[i].back;
    }
  g_free (job->bands);

  return sums;
}

static gboolean
correlate (Job *job, gdouble scale, gdouble *value, GError **error)
{
  HomMoments moments;
  Sums       sums;

  visit (job, count_band);
  sums = visit (job, weigh_band);
  if (sums.n > 0.0)
    {
      job->y_floor = scale * scale * (sums.y / sums.n);
      job->t_floor = scale * scale * (sums.t / sums.n);
      visit (job, find_edges_band);
    }
  hom_moments_compute (job->y_edges, job->t_edges, job->weight, &moments);
  if (hom_parallel_set_error (error) || ! hom_moments_check (&moments, error))
    return FALSE;

  hom_loss_zncc (job->y_edges, job->t_edges, job->weight, &moments, value,
                 job->dl_dy ? job->y_edges : NULL);
  if (! job->dl_dy)
    return TRUE;

  job->back = scale * scale / sums.n * visit (job, add_back_band).back;
  visit (job, to_gradient_band);
  visit (job, give_back_band);

  return TRUE;
}

gboolean
hom_loss_edges (const HomLoss  *loss,
                const HomImage *y,
                const HomImage *target,
                const HomImage *mask,
                gdouble        *value,
                HomImage       *dl_dy,
                GError        **error)
{
  gint w                       = y->width;
  gint h                       = y->height;
  g_autoptr (HomImage) counts  = hom_image_new (w, h, 1, error);
  g_autoptr (HomImage) weight  = NULL;
  g_autoptr (HomImage) y_edges = NULL;
  g_autoptr (HomImage) t_edges = NULL;
  Job job                      = { y, target, mask };

  if (counts)
    weight = hom_image_new (w, h, 1, error);
  if (weight)
    y_edges = hom_image_new (w, h, y->channels, error);
  if (y_edges)
    t_edges = hom_image_new (w, h, y->channels, error);
  if (! t_edges)
    return FALSE;

  job.counts  = counts;
  job.weight  = weight;
  job.y_edges = y_edges;
  job.t_edges = t_edges;
  job.dl_dy   = dl_dy;

  return correlate (&job, loss->scale, value, error);
}
