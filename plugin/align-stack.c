/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align-stack.h"
#include "layers.h"
#include "picture.h"
#include "procedures.h"
#include "warp-filter.h"

/* @reference: what the next layer is laid over.
 * @aligner: prepared from @reference.
 * @h: lays the picture in @reference over the first one.
 * @reference_shown: where that picture is seen now.
 * @layer: the one that was read last.
 * @moving: (nullable): its picture.
 * @shown: where that is seen now.
 * @found: what was found of it.
 */
struct _AlignStack
{
  AlignArguments arguments;
  GimpImage     *image;
  GimpDrawable **drawables;
  PictureFormat  format;
  HomPicture    *reference;
  HomAligner    *aligner;
  HomMatrix      h;
  HomMatrix      reference_shown;
  gint           layer;
  HomPicture    *moving;
  HomMatrix      shown;
  HomAlignment   found;
};

/* @picture: (transfer full): becomes the reference; only what is selected of it
 *   is compared.
 */
static gboolean
set_reference (AlignStack *stack,
               HomPicture *picture,
               HomMatrix   h,
               HomMatrix   shown,
               GError    **error)
{
  g_clear_pointer (&stack->aligner, hom_aligner_free);
  picture_free (stack->reference);
  stack->reference       = picture;
  stack->h               = h;
  stack->reference_shown = shown;

  if (! picture_select (picture, &stack->format, stack->image, error))
    return FALSE;
  stack->aligner = hom_aligner_new (picture, error);

  return stack->aligner != NULL;
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
describe (const AlignStack *stack, Alignment *alignment)
{
  GimpDrawable *drawable = stack->drawables[stack->layer];
  HomAlignment *found    = &alignment->found;
  gdouble       area     = stack->format.shrink * stack->format.shrink;

  alignment->shown = stack->shown;
  *found           = stack->found;
  found->h         = picture_matrix_to_image (&stack->format, &found->h);
  for (gint i = 0; i < 4; i++)
    {
      found->corners[i].xx *= area;
      found->corners[i].xy *= area;
      found->corners[i].yy *= area;
    }

  alignment->h            = hom_matrix_multiply (&stack->h, &found->h);
  alignment->h            = hom_matrix_normalize (&alignment->h);
  alignment->displacement = align_displacement (&stack->shown, &alignment->h,
                                                GIMP_LAYER (drawable));
  alignment->uncertainty  = largest_deviation (found->corners);
}

/* Reads the reference.
 *
 * @drawables: all of them layers; to outlive the stack.
 *
 * Returns: (transfer full): NULL with a message when it cannot be one.
 */
AlignStack *
align_stack_new (const AlignArguments *arguments,
                 GimpImage            *image,
                 GimpDrawable        **drawables,
                 GError              **error)
{
  AlignStack *stack = g_new0 (AlignStack, 1);
  HomPicture *picture;

  stack->arguments = *arguments;
  stack->image     = image;
  stack->drawables = drawables;
  stack->format    = picture_format (arguments->reference, drawables);
  picture = picture_new (arguments->reference, TRUE, &stack->format, error);
  if (picture && set_reference (stack, picture, HOM_MATRIX_IDENTITY,
                                HOM_MATRIX_IDENTITY, error))
    return stack;

  align_stack_free (stack);

  return NULL;
}

void
align_stack_free (AlignStack *stack)
{
  if (! stack)
    return;

  g_clear_pointer (&stack->aligner, hom_aligner_free);
  picture_free (stack->reference);
  picture_free (stack->moving);
  g_free (stack);
}

/* Reads the picture of a layer. It is seen without its filters; where one of
 * ours shows it is where the search starts.
 */
gboolean
align_stack_read (AlignStack *stack, gint layer, GError **error)
{
  picture_free (stack->moving);
  stack->layer  = layer;
  stack->moving = picture_new (stack->drawables[layer], FALSE, &stack->format,
                               error);
  warp_filter_matrix (stack->drawables[layer], &stack->shown);

  return stack->moving != NULL;
}

/* Where the picture that was read is seen now, from where the reference lies
 * that it is laid over.
 */
static HomMatrix
find_start (const AlignStack *stack)
{
  HomMatrix start;

  if (! hom_matrix_invert (&stack->reference_shown, &start, NULL))
    start = HOM_MATRIX_IDENTITY;
  start = hom_matrix_multiply (&start, &stack->shown);

  return picture_matrix_of_image (&stack->format, &start);
}

/* Finds how the picture that was read lies over the reference. */
gboolean
align_stack_run (AlignStack     *stack,
                 HomProgressFunc progress,
                 gpointer        progress_data,
                 GCancellable   *cancellable,
                 GError        **error)
{
  HomMatrix       start   = find_start (stack);
  HomAlignOptions options = { .model       = stack->arguments.model,
                              .loss        = stack->arguments.loss,
                              .start       = &start,
                              .also_search = stack->arguments.start ==
                                             ALIGN_START_AUTO,
                              .progress      = progress,
                              .progress_data = progress_data };

  return hom_aligner_run (stack->aligner, stack->moving, &options, cancellable,
                          &stack->found, error);
}

/* Says what was found. In a sequence, the layer is the next reference. */
gboolean
align_stack_finish (AlignStack *stack, Alignment *alignment, GError **error)
{
  HomPicture *picture = g_steal_pointer (&stack->moving);

  describe (stack, alignment);
  if (stack->arguments.sequence && stack->drawables[stack->layer + 1])
    return set_reference (stack, picture, alignment->h, stack->shown, error);
  picture_free (picture);

  return TRUE;
}
