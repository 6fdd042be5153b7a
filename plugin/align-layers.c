/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "align-layers.h"
#include "layers.h"
#include "picture.h"
#include "procedures.h"

/**
 * Stack:
 * @reference: what the next layer is laid over.
 * @aligner: prepared from @reference.
 * @h: lays the picture in @reference over the first one.
 *
 * Layers that are aligned one after another. No more than two of the pictures
 * are in memory at a time.
 */
typedef struct
{
  const AlignArguments *arguments;
  GimpImage            *image;
  PictureFormat         format;
  HomPicture           *reference;
  HomAligner           *aligner;
  HomMatrix             h;
  gint                  n_layers;
  gint                  n_done;
} Stack;

static void
show_progress (gdouble fraction, gpointer data)
{
  const Stack *stack = data;

  gimp_progress_update ((stack->n_done + fraction) / stack->n_layers);
}

/* @picture: (transfer full): becomes the reference; only what is selected of it
 *   is compared.
 */
static gboolean
set_reference (Stack *stack, HomPicture *picture, HomMatrix h, GError **error)
{
  g_clear_pointer (&stack->aligner, hom_aligner_free);
  picture_free (stack->reference);
  stack->reference = picture;
  stack->h         = h;

  if (! picture_select (picture, &stack->format, stack->image, error))
    return FALSE;
  stack->aligner = hom_aligner_new (picture, error);

  return stack->aligner != NULL;
}

static gdouble
measure_displacement (const HomMatrix *h, GimpLayer *layer)
{
  HomBox   box      = layer_box (layer);
  gdouble  farthest = 0.0;
  HomPoint corners[4];

  hom_quad_from_box (&box, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint q;

      if (! hom_matrix_apply (h, corners[i], &q))
        return G_MAXDOUBLE;
      farthest = MAX (farthest, hypot (q.x - corners[i].x, q.y - corners[i].y));
    }

  return farthest;
}

/* The square root of the largest eigenvalue of any of the covariances. */
static gdouble
largest_deviation (const HomCovariance corners[4])
{
  gdouble largest = 0.0;

  for (gint i = 0; i < 4; i++)
    {
      const HomCovariance *c    = &corners[i];
      gdouble              mean = (c->xx + c->yy) / 2.0;

      largest = MAX (largest, mean + hypot ((c->xx - c->yy) / 2.0, c->xy));
    }

  return sqrt (largest);
}

/* From the coordinates of the pictures to those of the image, and from what the
 * layer was laid over to the first reference.
 */
static void
describe (const Stack *stack, GimpLayer *layer, Alignment *alignment)
{
  HomAlignment *found = &alignment->found;
  gdouble       area  = stack->format.shrink * stack->format.shrink;

  found->h = picture_matrix_to_image (&stack->format, &found->h);
  for (gint i = 0; i < 4; i++)
    {
      found->corners[i].xx *= area;
      found->corners[i].xy *= area;
      found->corners[i].yy *= area;
    }

  alignment->h            = hom_matrix_multiply (&stack->h, &found->h);
  alignment->h            = hom_matrix_normalize (&alignment->h);
  alignment->displacement = measure_displacement (&alignment->h, layer);
  alignment->uncertainty  = largest_deviation (found->corners);
}

/* The next layer, over the reference of the stack. It is seen without its
 * filters: one of them may be where it was moved to before.
 */
static gboolean
align_layer (Stack        *stack,
             GimpDrawable *drawable,
             Alignment    *alignment,
             GError      **error)
{
  const HomMatrix identity = HOM_MATRIX_IDENTITY;
  HomAlignOptions options  = { .model         = stack->arguments->model,
                               .loss          = stack->arguments->loss,
                               .progress      = show_progress,
                               .progress_data = stack };
  HomPicture     *moving = picture_new (drawable, FALSE, &stack->format, error);

  if (stack->arguments->start == ALIGN_START_CURRENT)
    options.start = &identity;
  if (! moving || ! hom_aligner_run (stack->aligner, moving, &options, NULL,
                                     &alignment->found, error))
    {
      picture_free (moving);
      return FALSE;
    }

  describe (stack, GIMP_LAYER (drawable), alignment);
  stack->n_done++;
  show_progress (0.0, stack);

  if (stack->arguments->sequence && stack->n_done < stack->n_layers)
    return set_reference (stack, moving, alignment->h, error);
  picture_free (moving);

  return TRUE;
}

static gboolean
run (Stack         *stack,
     GimpDrawable **drawables,
     Alignment     *alignments,
     GError       **error)
{
  GimpDrawable *current = stack->arguments->reference;
  HomPicture   *picture = picture_new (current, TRUE, &stack->format, error);
  gboolean      success = picture &&
                     set_reference (stack, picture, HOM_MATRIX_IDENTITY, error);

  for (gint i = 0; success && drawables[i]; i++)
    {
      g_autofree gchar *name = gimp_item_get_name (GIMP_ITEM (drawables[i]));

      current = drawables[i];
      if (stack->n_layers > 1)
        gimp_progress_set_text_printf (_ ("Aligning “%s”"), name);
      success = align_layer (stack, current, &alignments[i], error);
    }

  if (! success)
    {
      g_autofree gchar *name = gimp_item_get_name (GIMP_ITEM (current));

      g_prefix_error (error, "%s: ", name);
    }

  return success;
}

/* Aligns each of @drawables, all of them layers.
 *
 * @alignments: one for each.
 *
 * Returns: FALSE with a message that names the layer when one of them cannot be
 *   aligned.
 */
gboolean
align_layers (const AlignArguments *arguments,
              GimpImage            *image,
              GimpDrawable        **drawables,
              Alignment            *alignments,
              GError              **error)
{
  Stack    stack = { .arguments = arguments, .image = image };
  gboolean success;

  stack.format   = picture_format (arguments->reference, drawables);
  stack.n_layers = count_drawables (drawables);
  success        = run (&stack, drawables, alignments, error);

  g_clear_pointer (&stack.aligner, hom_aligner_free);
  picture_free (stack.reference);

  return success;
}
