/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/canvas/hom-overview-levels.h"
#include "ui/canvas/hom-parts.h"
#include "ui/canvas/hom-source.h"

/* The overview is shown anew after this many microseconds while it grows. */
#define SHOW_TIME 100000

/* A tile that is finer than the screen by this factor at most need not be
 * smoothed, nor need the overview while it grows: that would take a tenth of a
 * second each time.
 */
#define FINE 2.0

/* Where all of the picture is reduced by more than this, the kernel does not
 * show, and the quickest one is taken.
 */
#define REDUCED 1.001

/* This many points of the output, along each side, tell how far it is reduced.
 */
#define N_PROBES 16

/* A closer part is read for so many microseconds between two pictures of a
 * drag.
 */
#define PART_TIME 4000

/* @levels: all of the picture, reduced.
 * @idle: the idle source that reads the rest of it; 0 when all is read.
 * @shown: when the signal “changed” was emitted last.
 * @parts: closer parts.
 * @part_idle: the idle source that reads one; 0 when none is read.
 */
struct _HomSource
{
  GObject parent_instance;

  HomBox         box;
  HomReadFunc    read;
  gpointer       data;
  GDestroyNotify destroy;

  HomOverviewLevels *levels;
  guint              idle;
  gint64             shown;
  HomParts          *parts;
  guint              part_idle;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomSource, hom_source, G_TYPE_OBJECT)

static void
hom_source_finalize (GObject *object)
{
  HomSource *source = HOM_SOURCE (object);

  g_clear_handle_id (&source->idle, g_source_remove);
  g_clear_handle_id (&source->part_idle, g_source_remove);
  hom_overview_levels_free (source->levels);
  hom_parts_free (source->parts);
  if (source->destroy)
    source->destroy (source->data);

  G_OBJECT_CLASS (hom_source_parent_class)->finalize (object);
}

static void
hom_source_class_init (HomSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hom_source_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
hom_source_init (HomSource *source)
{
}

/**
 * hom_source_new:
 * @box: the box of the picture; its sides lie between pixels.
 * @read: reads a part of the picture.
 * @data: is handed to @read.
 * @destroy: (nullable): frees @data.
 *
 * Creates a source; nothing is read yet.
 */
HomSource *
hom_source_new (const HomBox  *box,
                HomReadFunc    read,
                gpointer       data,
                GDestroyNotify destroy)
{
  HomSource *source = g_object_new (HOM_TYPE_SOURCE, NULL);

  source->box     = *box;
  source->read    = read;
  source->data    = data;
  source->destroy = destroy;
  source->levels  = hom_overview_levels_new (box, read, data);
  source->parts   = hom_parts_new (box, read, data);

  return source;
}

static HomImage *
read_image (gint     x,
            gint     y,
            gint     width,
            gint     height,
            gint     to_width,
            gint     to_height,
            gpointer data)
{
  const HomImage *image = data;
  HomImage   *part = hom_image_new (to_width, to_height, image->channels, NULL);
  HomSampling sampling = { HOM_INTERPOLATION_LINEAR, HOM_BOUNDARY_CLAMP };
  gdouble     sx       = (gdouble) width / to_width;
  gdouble     sy       = (gdouble) height / to_height;
  HomMatrix   w = { { sx, 0, image->x + x, 0, sy, image->y + y, 0, 0, 1 } };

  sampling.antialias = TRUE;
  if (part)
    hom_warp (image, &w, &sampling, part, NULL);

  return part;
}

/**
 * hom_source_new_for_image:
 * @image: four channels, as HomReadFunc() gives them; it must outlive the
 *   source.
 *
 * Creates a source that shows an image in memory.
 */
HomSource *
hom_source_new_for_image (const HomImage *image)
{
  HomBox box = hom_image_box (image);

  return hom_source_new (&box, read_image, (gpointer) image, NULL);
}

/* Returns: the box of the picture. */
const HomBox *
hom_source_get_box (HomSource *source)
{
  return &source->box;
}

static gboolean
read_on (gpointer data)
{
  HomSource *source = data;
  gboolean goes_on = hom_overview_levels_read (source->levels, HOM_READ_TIME) &&
                     ! hom_overview_levels_is_complete (source->levels);
  gint64 now = g_get_monotonic_time ();

  if (! goes_on)
    source->idle = 0;
  if (! goes_on || now >= source->shown + SHOW_TIME)
    {
      source->shown = now;
      g_signal_emit (source, signals[CHANGED], 0);
    }

  return goes_on;
}

/* Begins to read all of the picture, and goes on when the main loop is idle.
 *
 * Returns: FALSE when the picture cannot be read.
 */
static gboolean
read_overview (HomSource *source)
{
  if (source->idle)
    return TRUE;
  if (! hom_overview_levels_read (source->levels, HOM_READ_TIME))
    return FALSE;

  if (! hom_overview_levels_is_complete (source->levels))
    source->idle = g_idle_add (read_on, source);

  return TRUE;
}

/* Limits the columns (or rows) of the picture to those that are needed to show
 * a span of them: the rule of the boundary looks at the edge, comes back from
 * it, or leads to the other side. A part that ends before the edge of the
 * picture must not be asked for more.
 */
static void
limit_span (HomBoundary boundary,
            gdouble     first,
            gdouble     end,
            gdouble    *start,
            gdouble    *stop)
{
  const gdouble least   = MIN (2.0, *stop - *start);
  gboolean      is_back = boundary == HOM_BOUNDARY_REFLECT ||
                     boundary == HOM_BOUNDARY_MIRROR;
  gboolean before = first < *start;
  gboolean after  = end > *stop;
  gdouble  from   = CLAMP (first, *start, *stop - least);
  gdouble  to     = CLAMP (end, *start + least, *stop);

  if (boundary == HOM_BOUNDARY_WRAP && (before || after))
    return;
  if (is_back && before)
    to = MAX (to, 2.0 * *start - first);
  if (is_back && after)
    from = MIN (from, 2.0 * *stop - end);
  if (is_back && (to > *stop || from < *start || (before && after)))
    return;

  *start = from;
  *stop  = to;
}

/* Finds the part of the picture that is shown.
 *
 * Returns: FALSE when nothing of it is.
 */
static gboolean
find_part (HomSource       *source,
           const HomMatrix *w,
           HomBoundary      boundary,
           const HomBox    *output,
           HomBox          *part)
{
  HomBox seen;

  if (! hom_boundary_fills (boundary))
    return hom_matrix_map_box (w, output, &source->box, part);
  if (! hom_matrix_map_box (w, output, NULL, &seen))
    return FALSE;

  *part = source->box;
  limit_span (boundary, seen.x0, seen.x1, &part->x0, &part->x1);
  limit_span (boundary, seen.y0, seen.y1, &part->y0, &part->y1);

  return TRUE;
}

static gboolean
contains (const HomBox *box, HomPoint p)
{
  return p.x >= box->x0 && p.x <= box->x1 && p.y >= box->y0 && p.y <= box->y1;
}

/* Finds the part of the picture that is shown, and how finely it is.
 *
 * Returns: FALSE when hardly anything of the picture is shown.
 */
static gboolean
find_need (HomSource       *source,
           const HomMatrix *w,
           HomBoundary      boundary,
           const HomImage  *output,
           HomNeed         *need)
{
  HomBox box = hom_image_box (output);

  need->finest   = G_MAXDOUBLE;
  need->coarsest = 0.0;
  if (! find_part (source, w, boundary, &box, &need->box) ||
      need->box.x1 <= need->box.x0 || need->box.y1 <= need->box.y0)
    return FALSE;

  for (gint i = 0; i < N_PROBES * N_PROBES; i++)
    {
      HomPoint p = {
        box.x0 + (box.x1 - box.x0) * (i % N_PROBES + 0.5) / N_PROBES,
        box.y0 + (box.y1 - box.y0) * (i / N_PROBES + 0.5) / N_PROBES
      };
      HomPoint q = { p.x + 1.0, p.y + 1.0 };
      gdouble  length;

      if (! hom_matrix_apply (w, p, &p) || ! hom_matrix_apply (w, q, &q) ||
          ! contains (&need->box, p))
        continue;
      length         = hypot (q.x - p.x, q.y - p.y) / G_SQRT2;
      need->finest   = MIN (need->finest, length);
      need->coarsest = MAX (need->coarsest, length);
    }

  return need->coarsest > 0.0;
}

/* Reads a closer part when the main loop is idle. */
static gboolean
read_part_on (gpointer data)
{
  HomSource *source = data;

  if (hom_parts_read (source->parts, PART_TIME))
    g_signal_emit (source, signals[CHANGED], 0);
  if (hom_parts_is_next (source->parts))
    return G_SOURCE_CONTINUE;

  source->part_idle = 0;

  return G_SOURCE_REMOVE;
}

/* Chooses the coarsest of the tiles that are there and fine enough. Where there
 * is none, it is read meanwhile, and the best is taken that is there.
 */
static const HomTile *
choose_tile (HomSource *source, const HomNeed *need)
{
  const HomTile *overview = hom_overview_levels_get (source->levels, 0);
  const HomTile *found;

  for (gint i = HOM_N_OVERVIEW_LEVELS - 1; i >= 0; i--)
    if (hom_need_is_met (need, hom_overview_levels_get (source->levels, i)))
      return hom_overview_levels_get (source->levels, i);

  found = hom_parts_get (source->parts, need,
                         0.8 * hom_tile_reduction (overview));
  if (hom_parts_is_next (source->parts) && ! source->part_idle)
    source->part_idle = g_idle_add (read_part_on, source);
  if (! found)
    found = hom_parts_find (source->parts, need);

  return found ? found : overview;
}

/**
 * hom_source_render:
 * @w: the sampling matrix, which takes a pixel of the output to the picture.
 * @how: how the picture is sampled, as for hom_warp(); linearly, where all of it
 *   is reduced.
 * @output: (out): an image of four channels, as HomReadFunc() gives them.
 *
 * Shows the picture through a matrix. Of a large picture the part is shown that
 * is read so far; the signal “changed” tells when there is more.
 *
 * Returns: FALSE when the picture cannot be read, or as hom_warp() does.
 */
gboolean
hom_source_render (HomSource         *source,
                   const HomMatrix   *w,
                   const HomSampling *how,
                   HomImage          *output)
{
  HomSampling    sampling = *how;
  const HomTile *tile;
  HomMatrix      to_tile;
  HomNeed        need;
  gdouble        sx, sy;

  if (! read_overview (source))
    return FALSE;

  tile = hom_overview_levels_get (source->levels, 0);
  if (find_need (source, w, how->boundary, output, &need))
    {
      tile = choose_tile (source, &need);
      if (need.coarsest <= FINE * hom_tile_reduction (tile) ||
          ! hom_overview_levels_is_complete (source->levels))
        sampling.antialias = FALSE;
      if (need.finest > REDUCED &&
          sampling.interpolation != HOM_INTERPOLATION_NEAREST)
        sampling.interpolation = HOM_INTERPOLATION_LINEAR;
    }
  sx      = tile->image->width / (tile->box.x1 - tile->box.x0);
  sy      = tile->image->height / (tile->box.y1 - tile->box.y0);
  to_tile = (HomMatrix){ { sx, 0, -tile->box.x0 * sx, 0, sy, -tile->box.y0 * sy,
                           0, 0, 1 } };
  to_tile = hom_matrix_multiply (&to_tile, w);

  return hom_warp (tile->image, &to_tile, &sampling, output, NULL);
}

/**
 * hom_source_get_part:
 * @box: a part of the picture.
 * @reduction: how many pixels of the picture may become one.
 *
 * Returns: (nullable): a tile that shows the part, until anything else is asked
 *   for; of a large picture it may be coarser while that is being read. NULL
 *   when nothing of it is inside, or the picture cannot be read.
 */
const HomTile *
hom_source_get_part (HomSource *source, const HomBox *box, gdouble reduction)
{
  const HomBox *all  = &source->box;
  HomNeed       need = { { MAX (box->x0, all->x0), MAX (box->y0, all->y0),
                           MIN (box->x1, all->x1), MIN (box->y1, all->y1) },
                         reduction,
                         reduction };

  if (! (need.box.x0 < need.box.x1 && need.box.y0 < need.box.y1) ||
      ! read_overview (source))
    return NULL;

  return choose_tile (source, &need);
}

/**
 * hom_source_get_overview:
 * @most: the most pixels along a side.
 *
 * Returns: (transfer full): an overview of the picture, to be read while the
 *   source is there.
 */
HomOverview *
hom_source_get_overview (HomSource *source, gint most)
{
  return hom_overview_new (&source->box, &source->box, most, source->read,
                           source->data);
}
