/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "plugin/align/align-stack.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/layers/layers.h"
#include "plugin/layers/picture-reader.h"

/* @over: the drawable that the next layer is laid over.
 * @reference: (nullable): the picture of @over, perhaps only of what is
 *   selected.
 * @aligner: (nullable): the aligner that was made of @reference.
 * @fault: (nullable): why there is no aligner, and no layer can be aligned.
 * @h: lays the picture in @reference over the first one.
 * @over_shown: where @over is seen now.
 * @layer: the layer that is read.
 * @moving: (nullable): the picture of that layer.
 * @shown: where the layer is seen now.
 * @is_shown_elsewhere: whether that is by a filter of ours.
 * @start: where the search starts, if @has_start; else at @shown.
 * @reader: (nullable): reads @reference as long as there is no @aligner, then
 *   @moving.
 * @found: the alignment of the layer.
 */
struct _AlignStack
{
  AlignArguments arguments;
  GimpImage     *image;
  GimpDrawable **drawables;
  PictureFormat  format;
  GimpDrawable  *over;
  HomPicture    *reference;
  HomAligner    *aligner;
  GError        *fault;
  HomMatrix      h;
  HomMatrix      over_shown;
  gint           layer;
  HomPicture    *moving;
  HomMatrix      shown;
  gboolean       is_shown_elsewhere;
  HomMatrix      start;
  gboolean       has_start;
  PictureReader *reader;
  HomAlignment   found;
};

/* Returns: the square root of the largest eigenvalue of any of the covariances.
 */
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

/* Converts what was found from the coordinates of the pictures to those of the
 * image, and from what the layer was laid over to the first reference.
 */
static void
describe (const AlignStack *stack, Alignment *alignment)
{
  GimpDrawable *drawable = stack->drawables[stack->layer];
  HomAlignment *found    = &alignment->found;
  gdouble       area     = stack->format.shrink * stack->format.shrink;

  alignment->shown       = stack->shown;
  alignment->is_relative = stack->found.start == HOM_START_GIVEN &&
                           (stack->has_start || stack->is_shown_elsewhere);
  *found   = stack->found;
  found->h = picture_matrix_to_image (&stack->format, &found->h);
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

/* Makes ready to read the drawable that the next layers are laid over.
 *
 * @over: that drawable.
 * @h: lays it over the first reference.
 * @shown: where it is seen now.
 * @reader: (transfer full) (nullable): reads it; NULL with @error set.
 */
static gboolean
begin_reference (AlignStack      *stack,
                 GimpDrawable    *over,
                 const HomMatrix *h,
                 const HomMatrix *shown,
                 PictureReader   *reader,
                 GError         **error)
{
  g_clear_pointer (&stack->aligner, hom_aligner_free);
  g_clear_pointer (&stack->reference, picture_free);
  stack->over       = over;
  stack->h          = *h;
  stack->over_shown = *shown;
  stack->reader     = reader;

  return reader && (! stack->arguments.use_selection ||
                    picture_reader_select (reader, stack->image, error));
}

/* Makes ready to read the reference.
 *
 * @drawables: layers; they outlive the stack.
 *
 * Returns: (transfer full): the stack; NULL with a message when there is no
 *   memory for the reference.
 */
AlignStack *
align_stack_new (const AlignArguments *arguments,
                 GimpImage            *image,
                 GimpDrawable        **drawables,
                 GError              **error)
{
  const HomMatrix identity = HOM_MATRIX_IDENTITY;
  AlignStack     *stack    = g_new0 (AlignStack, 1);
  GimpDrawable   *over     = arguments->reference;
  PictureReader  *reader;

  stack->arguments = *arguments;
  stack->image     = image;
  stack->drawables = drawables;
  stack->format    = picture_format (over, drawables);
  reader           = picture_reader_new (over, TRUE, &stack->format, error);
  if (begin_reference (stack, over, &identity, &identity, reader, error))
    return stack;

  align_stack_free (stack);

  return NULL;
}

void
align_stack_free (AlignStack *stack)
{
  if (! stack)
    return;

  g_clear_pointer (&stack->reader, picture_reader_free);
  g_clear_pointer (&stack->aligner, hom_aligner_free);
  g_clear_error (&stack->fault);
  picture_free (stack->reference);
  picture_free (stack->moving);
  g_free (stack);
}

/* Makes ready to read a layer. It is read without its filters; the search
 * starts where one of ours shows it.
 */
static gboolean
begin_layer (AlignStack *stack, gint layer, GError **error)
{
  GimpDrawable *drawable = stack->drawables[layer];

  g_clear_pointer (&stack->moving, picture_free);
  stack->layer     = layer;
  stack->has_start = FALSE;
  stack->reader = picture_reader_new (drawable, FALSE, &stack->format, error);
  stack->is_shown_elsewhere = warp_filter_matrix (drawable, &stack->shown);

  return stack->reader != NULL;
}

static gboolean
end_reference (AlignStack *stack)
{
  stack->reference = picture_reader_finish (g_steal_pointer (&stack->reader),
                                            &stack->fault);
  if (stack->reference)
    stack->aligner = hom_aligner_new (stack->reference, &stack->fault);

  return stack->aligner != NULL;
}

/* Reads a bit more of the pixels that are needed for a layer: of the reference,
 * and then of the layer itself.
 *
 * @is_done: (out): whether all is read.
 */
gboolean
align_stack_read (AlignStack *stack,
                  gint        layer,
                  gboolean   *is_done,
                  GError    **error)
{
  *is_done = FALSE;
  if (stack->reader && picture_reader_read (stack->reader))
    return TRUE;

  if (! stack->fault && (stack->aligner || end_reference (stack)))
    {
      if (! stack->reader)
        return begin_layer (stack, layer, error);
      stack->moving = picture_reader_finish (g_steal_pointer (&stack->reader),
                                             error);
      *is_done      = TRUE;
      return stack->moving != NULL;
    }

  g_propagate_error (error, g_error_copy (stack->fault));

  return FALSE;
}

/* Has the search start here, and nowhere else. The layer must have been read.
 *
 * @start: takes the layer to where it is, in the image.
 */
void
align_stack_start_at (AlignStack *stack, const HomMatrix *start)
{
  stack->start     = *start;
  stack->has_start = TRUE;
}

/* Returns: the layer that an error is about: in a pair that does not match, the
 * one that moves.
 */
GimpDrawable *
align_stack_get_culprit (AlignStack *stack)
{
  return stack->fault ? stack->over : stack->drawables[stack->layer];
}

/* Returns: the matrix from where the reference lies to where the picture that
 *   was read is seen now, or was put.
 */
static HomMatrix
find_start (const AlignStack *stack)
{
  HomMatrix start;

  if (! hom_matrix_invert (stack->has_start ? &stack->h : &stack->over_shown,
                           &start, NULL))
    start = HOM_MATRIX_IDENTITY;
  start = hom_matrix_multiply (&start, stack->has_start ? &stack->start :
                                                          &stack->shown);

  return picture_matrix_of_image (&stack->format, &start);
}

typedef struct
{
  const AlignStack *stack;
  HomAlignObserver  observer;
  gpointer          data;
} Watch;

/* Tells the observer of a step, in the coordinates of the image and over the
 * first reference.
 */
static void
observe (const HomAlignStep *step, gpointer data)
{
  const Watch *watch = data;
  HomAlignStep ours  = *step;

  ours.h = picture_matrix_to_image (&watch->stack->format, &step->h);
  ours.h = hom_matrix_multiply (&watch->stack->h, &ours.h);
  watch->observer (&ours, watch->data);
}

/* Finds how the picture that was read lies over the reference.
 *
 * @observer: (nullable): is told of each step; the matrices are in the
 *   coordinates of the image.
 * @watched: is handed to @progress and to @observer.
 */
gboolean
align_stack_run (AlignStack      *stack,
                 HomProgressFunc  progress,
                 HomAlignObserver observer,
                 gpointer         watched,
                 GCancellable    *cancellable,
                 GError         **error)
{
  HomMatrix       start   = find_start (stack);
  gboolean        is_auto = stack->arguments.start == ALIGN_START_AUTO;
  Watch           watch   = { stack, observer, watched };
  HomAlignOptions options = { .model         = stack->arguments.model,
                              .loss          = stack->arguments.loss,
                              .start         = &start,
                              .also_search   = is_auto && ! stack->has_start,
                              .allow_horizon = TRUE,
                              .progress      = progress,
                              .progress_data = watched,
                              .observer      = observer ? observe : NULL,
                              .observer_data = &watch };

  return hom_aligner_run (stack->aligner, stack->moving, &options, cancellable,
                          &stack->found, error);
}

/* Tells what was found. In a sequence, the layer becomes the next reference. */
gboolean
align_stack_finish (AlignStack *stack, Alignment *alignment, GError **error)
{
  HomPicture    *picture  = g_steal_pointer (&stack->moving);
  GimpDrawable  *drawable = stack->drawables[stack->layer];
  PictureReader *reader;

  describe (stack, alignment);
  if (! stack->arguments.sequence || ! stack->drawables[stack->layer + 1])
    {
      picture_free (picture);
      return TRUE;
    }

  reader = picture_reader_resume (picture, &stack->format);

  return begin_reference (stack, drawable, &alignment->h, &stack->shown, reader,
                          error);
}
