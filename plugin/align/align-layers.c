/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/align/align-layers.h"
#include "plugin/align/align-stack.h"
#include "plugin/layers/layers.h"

typedef struct
{
  gint n_layers;
  gint n_done;
} Progress;

static void
show_progress (gdouble fraction, gpointer data)
{
  const Progress *progress = data;

  gimp_progress_update ((progress->n_done + fraction) / progress->n_layers);
}

static void
prefix_name (GError **error, GimpDrawable *drawable)
{
  g_autofree gchar *name = gimp_item_get_name (GIMP_ITEM (drawable));

  g_prefix_error (error, "%s: ", name);
}

static gboolean
align_layer (AlignStack   *stack,
             GimpDrawable *drawable,
             Progress     *progress,
             Alignment    *alignment,
             GError      **error)
{
  g_autofree gchar *name    = gimp_item_get_name (GIMP_ITEM (drawable));
  gboolean          is_done = FALSE;

  if (progress->n_layers > 1)
    gimp_progress_set_text_printf (_ ("Aligning “%s”"), name);
  while (! is_done)
    if (! align_stack_read (stack, progress->n_done, &is_done, error))
      return FALSE;
  if (! align_stack_run (stack, show_progress, NULL, progress, NULL, error) ||
      ! align_stack_finish (stack, alignment, error))
    return FALSE;

  progress->n_done++;
  show_progress (0.0, progress);

  return TRUE;
}

/* Aligns each of @drawables, all of them layers.
 *
 * @alignments: (out): one for each layer.
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
  Progress progress            = { drawables_count (drawables), 0 };
  g_autoptr (AlignStack) stack = NULL;

  stack = align_stack_new (arguments, image, drawables, error);
  if (! stack)
    {
      prefix_name (error, arguments->reference);
      return FALSE;
    }
  for (gint i = 0; drawables[i]; i++)
    if (! align_layer (stack, drawables[i], &progress, &alignments[i], error))
      {
        prefix_name (error, align_stack_get_culprit (stack));
        return FALSE;
      }

  return TRUE;
}
