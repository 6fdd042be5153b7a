/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/apply/apply.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/layers/layers.h"
#include "plugin/transform/transform-compute.h"

/* Reads the argument.
 *
 * Returns: FALSE with a message when it does not have nine numbers.
 */
gboolean
transform_get_matrix (GimpProcedureConfig *config, HomMatrix *h, GError **error)
{
  GimpArray     *array  = NULL;
  const gdouble *values = NULL;
  gsize          length = 0;

  g_object_get (config, "matrix", &array, NULL);
  if (array)
    values = gimp_double_array_get_values (array, &length);
  if (length == 9)
    memcpy (h->m, values, sizeof (h->m));
  else
    g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                 _ ("The argument “matrix” has %d coefficients; it must have "
                    "9, row by row."),
                 (gint) length);
  g_clear_pointer (&array, gimp_array_free);

  return length == 9;
}

/* Stores the argument. */
void
transform_set_matrix (GimpProcedureConfig *config, const HomMatrix *h)
{
  GimpArray *array = gimp_array_new ((const guint8 *) h->m, sizeof (h->m),
                                     FALSE);

  g_object_set (config, "matrix", array, NULL);
  gimp_array_free (array);
}

/* Finds the transformation of each layer: what @h makes of the layer as it is
 * seen, through a filter of ours where there is one. The new filter takes its
 * place.
 *
 * Returns: (transfer full) (nullable): one for each layer; NULL with a message
 *   when one leads to nothing that can be applied.
 */
Transformation *
transform_compute (const HomMatrix *h,
                   GimpDrawable   **drawables,
                   const Options   *options,
                   GError         **error)
{
  g_autofree Transformation *transformations = g_new0 (
      Transformation, drawables_count (drawables));

  for (gint i = 0; drawables[i]; i++)
    {
      HomMatrix shown;

      warp_filter_matrix (drawables[i], &shown);
      shown = hom_matrix_multiply (h, &shown);
      if (! transformation_init (&transformations[i], &shown,
                                 GIMP_LAYER (drawables[i]), error))
        return NULL;
      transformation_keep_cut (&transformations[i], GIMP_LAYER (drawables[i]));
    }
  if (! apply_check (drawables, transformations, options, error))
    return NULL;

  return g_steal_pointer (&transformations);
}
