/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tools/picture/read.h"
#include "tools/work/align.h"
#include "tools/work/result.h"

/* Larger pictures are compared at half their size, or a quarter …, as by the
 * plug-in: the alignment of two of this size takes some gigabytes. It stays
 * exact to a few hundredths of a pixel.
 */
#define MOST_PIXELS (1 << 25)

/* A picture as it is compared. Its coordinates are those of the picture divided
 * by @shrink.
 */
typedef struct
{
  HomImage  *image;
  HomImage  *mask;
  HomPicture view;
  gint       shrink;
} Compared;

/* What a worker keeps of the reference from one picture to the next. */
typedef struct
{
  gint        channels;
  gint        width, height;
  Compared    compared;
  HomAligner *aligner;
} Reference;

static void
compared_clear (Compared *compared)
{
  g_clear_pointer (&compared->image, hom_image_free);
  g_clear_pointer (&compared->mask, hom_image_free);
}

/* Makes an image smaller: each pixel is the mean of a square. */
static HomImage *
reduce (const HomImage *image, gint shrink, GError **error)
{
  gint      n     = image->channels;
  HomImage *small = hom_image_new (MAX (1, image->width / shrink),
                                   MAX (1, image->height / shrink), n, error);

  for (gint y = 0; small && y < small->height; y++)
    for (gint x = 0; x < small->width; x++)
      for (gint c = 0; c < n; c++)
        {
          gfloat sum = 0.0f;

          for (gint j = 0; j < shrink; j++)
            for (gint i = 0; i < shrink; i++)
              sum += hom_image_pixel (
                  image, MIN (x * shrink + i, image->width - 1),
                  MIN (y * shrink + j, image->height - 1))[c];
          hom_image_pixel (small, x, y)[c] = sum / (gfloat) (shrink * shrink);
        }

  return small;
}

/* Parts alpha, the last channel, from the colours. */
static gboolean
split_alpha (Compared *compared, GError **error)
{
  HomImage *both   = compared->image;
  gint      n      = both->channels - 1;
  HomImage *colour = hom_image_new (both->width, both->height, n, error);

  compared->mask = hom_image_new (both->width, both->height, 1, error);
  if (! colour || ! compared->mask)
    {
      hom_image_free (colour);
      return FALSE;
    }
  for (gint y = 0; y < both->height; y++)
    for (gint x = 0; x < both->width; x++)
      {
        const gfloat *pixel = hom_image_pixel (both, x, y);

        for (gint c = 0; c < n; c++)
          hom_image_pixel (colour, x, y)[c] = pixel[c];
        *hom_image_pixel (compared->mask, x, y) = CLAMP (pixel[n], 0.0f, 1.0f);
      }
  hom_image_free (both);
  compared->image = colour;

  return TRUE;
}

/* Reads a picture to be compared: as it is shown, grey or in colour.
 *
 * @channels: 1 or 3.
 */
static gboolean
compared_init (Compared      *compared,
               const Picture *picture,
               gint           channels,
               GError       **error)
{
  gboolean has_alpha = picture->channels % 2 == 0;

  *compared = (Compared){ .shrink = 1 };
  while ((gdouble) picture->width * picture->height >
         (gdouble) MOST_PIXELS * compared->shrink * compared->shrink)
    compared->shrink *= 2;

  compared->image = picture_to_image (picture, NULL, channels + has_alpha,
                                      FALSE, error);
  if (compared->image && compared->shrink > 1)
    {
      HomImage *whole = compared->image;

      compared->image = reduce (whole, compared->shrink, error);
      hom_image_free (whole);
    }
  if (! compared->image || (has_alpha && ! split_alpha (compared, error)))
    return FALSE;
  compared->view = (HomPicture){ compared->image, compared->mask };

  return TRUE;
}

/* Makes an aligner for the reference, as grey or colour as both pictures are.
 */
static gboolean
prepare_reference (const gchar *path,
                   gint         channels,
                   Reference   *reference,
                   GError     **error)
{
  FileKind kind               = file_kind_of (path, NULL, NULL);
  g_autoptr (Picture) picture = picture_read (path, kind, 0, error);

  g_clear_pointer (&reference->aligner, hom_aligner_free);
  compared_clear (&reference->compared);
  reference->channels = 0;
  if (! picture)
    {
      g_prefix_error (error, _ ("The reference: "));
      return FALSE;
    }
  channels = MIN (channels, picture->channels > 2 ? 3 : 1);
  if (! compared_init (&reference->compared, picture, channels, error))
    return FALSE;
  reference->width    = picture->width;
  reference->height   = picture->height;
  reference->aligner  = hom_aligner_new (&reference->compared.view, error);
  reference->channels = reference->aligner ? channels : 0;

  return reference->aligner != NULL;
}

/* The worker's reference, prepared for pictures in colour, or else for grey. */
static Reference *
get_reference (const gchar *path, gint channels, GError **error)
{
  static Reference references[2];
  Reference       *reference = &references[channels > 1];

  if (! reference->aligner &&
      ! prepare_reference (path, channels, reference, error))
    return NULL;

  return reference;
}

static HomMatrix
scaling (gdouble scale)
{
  return (HomMatrix){ { scale, 0, 0, 0, scale, 0, 0, 0, 1 } };
}

/* Leaves of a refusal its first sentence, the reason: what follows is advice to
 * who has layers to move.
 */
static void
keep_reason (GError *error)
{
  gchar *end = error->domain == HOM_ERROR &&
                       error->code == HOM_ERROR_ALIGNMENT ?
                   strstr (error->message, ". ") :
                   NULL;

  if (end)
    end[1] = '\0';
}

/* Finds the forward matrix, between the pictures themselves. */
static gboolean
find_matrix (const Options *options,
             Reference     *reference,
             const Picture *picture,
             HomMatrix     *h,
             Outcome       *outcome,
             GError       **error)
{
  HomAlignOptions how = { .model = options->model, .allow_horizon = TRUE };
  Compared        moving;
  HomAlignment    alignment;
  GError         *cause = NULL;
  gboolean        success;

  success = compared_init (&moving, picture, reference->channels, &cause) &&
            hom_aligner_run (reference->aligner, &moving.view, &how, NULL,
                             &alignment, &cause);
  if (success)
    {
      HomMatrix up   = scaling (reference->compared.shrink);
      HomMatrix down = scaling (1.0 / moving.shrink);

      *h                  = hom_matrix_multiply (&alignment.h, &down);
      *h                  = hom_matrix_multiply (&up, h);
      outcome->confidence = alignment.agreement;
      outcome->ratio      = alignment.overlap;
    }
  else
    {
      keep_reason (cause);
      g_propagate_error (error, cause);
    }
  compared_clear (&moving);

  return success;
}

/* Lays a picture over the reference.
 *
 * Returns: (transfer full): what of it lies on the reference, as large as that;
 *   NULL with an error, also where no alignment can be trusted.
 */
Picture *
align_picture (const Work    *work,
               const Picture *picture,
               WriteFormat    format,
               Outcome       *outcome,
               GError       **error)
{
  Reference *reference = get_reference (work->reference,
                                        picture->channels > 2 ? 3 : 1, error);
  HomBox     box       = { 0.0, 0.0, picture->width, picture->height };
  HomPoint   corners[4];
  HomMatrix  h, w;
  ResultWay  way = { .format = format };

  if (! reference ||
      ! find_matrix (work->options, reference, picture, &h, outcome, error) ||
      ! hom_matrix_invert (&h, &w, error))
    return NULL;

  hom_quad_from_box (&box, corners);
  outcome->has_corners = TRUE;
  for (gint i = 0; i < 4; i++)
    if (! hom_matrix_apply (&h, corners[i], &outcome->corners[i]))
      outcome->has_corners = FALSE;
  way.width                  = reference->width;
  way.height                 = reference->height;
  way.sampling.interpolation = work->options->interpolation;

  return result_render (picture, &w, &way, error);
}
