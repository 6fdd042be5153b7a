/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>

#include "fuzz.h"

/* A side of the scene, which the pictures are parts of. */
#define SCENE 256

typedef gfloat Scene[SCENE][SCENE][3];

static gdouble
get_random (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;

  return (*state >> 8) / 16777216.0;
}

/* Soft spots of many sizes, which repeat at the edges. */
static void
add_spot (guint32 *random, Scene scene)
{
  const gint    radius   = 2 + get_random (random) * 14.0;
  const gint    x0       = get_random (random) * SCENE;
  const gint    y0       = get_random (random) * SCENE;
  const gdouble color[3] = { get_random (random) - 0.5,
                             get_random (random) - 0.5,
                             get_random (random) - 0.5 };

  for (gint y = -radius; y <= radius; y++)
    for (gint x = -radius; x <= radius; x++)
      {
        gdouble share = 1.0 - (x * x + y * y) / (gdouble) (radius * radius);
        gfloat *pixel =
            scene[(y0 + y + SCENE) % SCENE][(x0 + x + SCENE) % SCENE];

        for (gint c = 0; c < 3 && share > 0.0; c++)
          pixel[c] += share * share * color[c];
      }
}

static gfloat *
get_scene (void)
{
  static Scene    scene;
  static gboolean is_drawn = FALSE;

  if (! is_drawn)
    {
      guint32 random = 1;

      for (gint i = 0; i < 900; i++)
        add_spot (&random, scene);
      is_drawn = TRUE;
    }

  return scene[0][0];
}

/* What of the scene is seen in a picture whose points w takes to those of it.
 */
static void
draw_scene (const HomMatrix *w, gfloat gain, gfloat noise, HomImage *image)
{
  const gfloat *scene  = get_scene ();
  guint32       random = 7;

  for (gint y = 0; y < image->height; y++)
    for (gint x = 0; x < image->width; x++)
      {
        HomPoint      p = { x + 0.5, y + 0.5 };
        gint          column, row;
        const gfloat *near, *right, *below;
        gfloat        u, v;

        if (! hom_matrix_apply (w, p, &p) || fabs (p.x) + fabs (p.y) > 1e6)
          p = (HomPoint){ 0.0, 0.0 };
        column = floor (p.x);
        row    = floor (p.y);
        u      = p.x - column;
        v      = p.y - row;
        near   = scene + 3 * ((row & 255) * SCENE + (column & 255));
        right  = scene + 3 * ((row & 255) * SCENE + ((column + 1) & 255));
        below  = scene + 3 * (((row + 1) & 255) * SCENE + (column & 255));
        for (gint c = 0; c < image->channels; c++)
          hom_image_pixel (image, x,
                           y)[c] = 0.5f +
                                   gain * (near[c] + u * (right[c] - near[c]) +
                                           v * (below[c] - near[c])) +
                                   noise * (get_random (&random) - 0.5);
      }
}

/* Makes holes of what is no number. */
static void
punch (FuzzBytes *bytes, FuzzImage *picture)
{
  static const gfloat values[] = { NAN,   INFINITY, -INFINITY,
                                   1e30f, -3e38f,   1e-40f };
  HomImage           *image    = &picture->image;
  const gfloat        value = values[fuzz_byte (bytes) % G_N_ELEMENTS (values)];
  const gint          x0    = fuzz_int (bytes, 0, image->width - 1);
  const gint          y0    = fuzz_int (bytes, 0, image->height - 1);
  const gint          width = fuzz_int (bytes, 1, image->width - x0);
  const gint          height = fuzz_int (bytes, 1, image->height - y0);

  for (gint y = y0; y < y0 + height; y++)
    for (gint x = x0; x < x0 + width; x++)
      hom_image_pixel (image, x, y)[0] = value;
  fuzz_say ("  %g in %d × %d pixels from (%d, %d) on", value, width, height, x0,
            y0);
}

/* A part of the scene, seen a bit from elsewhere; sometimes something else, or
 * with holes.
 */
static FuzzImage *
take_picture (FuzzBytes *bytes, gint least, gint most)
{
  static const gdouble reach[8] = {
    0.25, 0.25, 16, 0.25, 0.25, 16, 1e-3, 1e-3
  };
  static const gint ends[] = { G_MININT,       G_MININT + 100, G_MAXINT,
                               G_MAXINT - 100, 1 << 24,        -(1 << 30) };
  const guint       kind   = fuzz_byte (bytes);
  HomImage          box    = { NULL };
  HomMatrix         w      = HOM_MATRIX_IDENTITY;
  FuzzImage        *picture;

  box.width    = fuzz_int (bytes, least, most);
  box.height   = fuzz_int (bytes, least, most);
  box.channels = kind & 1 ? 3 : 1;
  if ((kind & 0xe) == 2)
    {
      box.x = fuzz_int (bytes, -128, 127);
      box.y = fuzz_int (bytes, -128, 127);
    }
  else if ((kind & 0xe) == 4)
    {
      box.x = ends[fuzz_byte (bytes) % G_N_ELEMENTS (ends)];
      box.y = ends[fuzz_byte (bytes) % G_N_ELEMENTS (ends)];
    }
  if ((kind & 0x30) == 0x30)
    return fuzz_image_like (bytes, &box, box.channels);

  picture = fuzz_output_like (bytes, &box, box.channels);
  for (gint i = 0; i < 8; i++)
    w.m[i] += fuzz_tame_number (bytes, reach[i]);
  fuzz_say ("  a part of the scene: %g %g %g  %g %g %g  %g %g 1", w.m[0],
            w.m[1], w.m[2], w.m[3], w.m[4], w.m[5], w.m[6], w.m[7]);
  draw_scene (&w, fuzz_tame_number (bytes, 2.0) + 1.0,
              kind & 0x40 ? fuzz_byte (bytes) / 512.0f : 0.0f, &picture->image);
  if (kind & 0x80)
    punch (bytes, picture);

  return picture;
}

static FuzzImage *
take_mask (FuzzBytes *bytes, const HomImage *image)
{
  const guint kind = fuzz_byte (bytes);
  FuzzImage  *mask;

  if (kind < 0xc0)
    return NULL;

  mask = fuzz_image_like (bytes, image, 1);
  if (kind < 0xe0)
    for (gint y = 0; y < image->height; y++)
      for (gint x = 0; x < image->width; x++)
        *hom_image_pixel (&mask->image, x, y) = x > (gint) (kind % 32);
  fuzz_spoil_image (bytes, mask);

  return mask;
}

typedef struct
{
  gdouble       fraction;
  gint          steps_left;
  GCancellable *cancellable;
} Watch;

static void
watch_progress (gdouble fraction, gpointer data)
{
  Watch *watch = data;

  fuzz_check (fraction >= watch->fraction && fraction <= 1.0);
  watch->fraction = fraction;
}

static void
watch_step (const HomAlignStep *step, gpointer data)
{
  Watch *watch = data;

  fuzz_check (step->n_levels >= 1 && step->n_levels <= HOM_ALIGN_MAX_LEVELS);
  fuzz_check (step->level >= 0 && step->level < step->n_levels);
  fuzz_check (step->iteration >= 0);
  fuzz_check (hom_matrix_is_finite (&step->h));
  if (watch->steps_left-- == 0)
    g_cancellable_cancel (watch->cancellable);
}

static void
check_alignment (const HomAlignment *found, const HomAlignOptions *options)
{
  const gdouble numbers[] = { found->exposure.gain, found->exposure.bias,
                              found->agreement,     found->agreement_before,
                              found->residual,      found->displacement };

  fuzz_check (hom_matrix_is_finite (&found->h));
  fuzz_check (found->model <= options->model);
  fuzz_check (found->loss > HOM_ALIGN_AUTO && found->loss <= HOM_ALIGN_EDGES);
  fuzz_check (options->loss == HOM_ALIGN_AUTO || found->loss == options->loss);
  fuzz_check (found->start <= HOM_START_SEARCH);
  fuzz_check (fuzz_is_finite (numbers, G_N_ELEMENTS (numbers)));
  fuzz_check (fabs (found->correlation) <= 1.0 + 1e-6);
  fuzz_check (fabs (found->correlation_before) <= 1.0 + 1e-6);
  fuzz_check (found->overlap >= 0.0 && found->overlap <= 1.0 + 1e-9);
  fuzz_check (found->residual >= 0.0 && found->displacement >= 0.0);
  for (gint i = 0; i < 4; i++)
    {
      fuzz_check (found->corners[i].xx >= 0.0 && found->corners[i].yy >= 0.0);
      fuzz_check (! isnan (found->corners[i].xy));
    }
  fuzz_check (found->n_levels >= 1 && found->n_levels <= HOM_ALIGN_MAX_LEVELS);
}

/* The search of all positions takes a hundred times as long as the rest: it has
 * a fuzzer of its own.
 */
static HomAlignOptions
take_options (FuzzBytes *bytes, HomMatrix *start)
{
  const guint     flags   = fuzz_byte (bytes);
  HomAlignOptions options = { .start         = start,
                              .keep_model    = (flags & 2) != 0,
                              .allow_horizon = (flags & 4) != 0 };

  options.model = fuzz_byte (bytes) % 5;
  options.loss  = fuzz_byte (bytes) % 6;
#ifdef HOM_FUZZ_SEARCH
  if (flags & 1)
    options.also_search = TRUE;
  else
    options.start = NULL;
#endif
  if ((flags & 0x18) == 0x18)
    *start = fuzz_matrix (bytes, NULL);
  if ((flags & 0xe0) == 0xe0)
    options.model = fuzz_int (bytes, -1, 5);
  fuzz_say ("model %d, loss %d%s%s%s%s", options.model, options.loss,
            options.also_search ? ", also search" : "",
            options.keep_model ? ", keep the model" : "",
            options.allow_horizon ? ", allow the horizon" : "",
            options.start ? ", a start" : "");

  return options;
}

void
fuzz_run (FuzzBytes *bytes)
{
  const guint     kind        = fuzz_byte (bytes);
  const gint      least       = kind % 32 == 31 ? 1 : 16;
  Watch           watch       = { .steps_left = -1 };
  HomMatrix       start       = HOM_MATRIX_IDENTITY;
  HomAlignOptions options     = take_options (bytes, &start);
  FuzzImage      *reference   = take_picture (bytes, least, 96);
  FuzzImage      *moving      = take_picture (bytes, least, 96);
  FuzzImage      *masks[2]    = { take_mask (bytes, &reference->image),
                                  take_mask (bytes, &moving->image) };
  HomPicture      pictures[2] = {
         { &reference->image, masks[0] ? &masks[0]->image : NULL },
         { &moving->image, masks[1] ? &masks[1]->image : NULL }
  };
  HomAlignment found;
  GError      *error = NULL;

  if (kind >= 0xf0)
    {
      fuzz_spoil_image (bytes, reference);
      fuzz_spoil_image (bytes, moving);
    }
  watch.cancellable     = g_cancellable_new ();
  options.progress      = watch_progress;
  options.observer      = watch_step;
  options.progress_data = options.observer_data = &watch;
  if (kind >= 0xe0 && kind < 0xf0)
    watch.steps_left = kind % 16;

  if (fuzz_result (hom_align (&pictures[0], &pictures[1], &options,
                              watch.cancellable, &found, &error),
                   &error))
    check_alignment (&found, &options);
  g_object_unref (watch.cancellable);
}
