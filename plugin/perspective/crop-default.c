/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/arguments/choice.h"
#include "plugin/perspective/crop-default.h"

/* Adds what is remembered. */
void
crop_default_add_argument (GimpProcedure *procedure)
{
  gimp_procedure_add_boolean_aux_argument (
      procedure, CROP_REMEMBERED, _ ("Crop the image to the result"),
      _ ("As it was chosen for an image with no other layers."), TRUE,
      G_PARAM_READWRITE);
}

/* Tells whether an image has no layers but these. */
static gboolean
are_all (GimpImage *image, GimpDrawable **drawables)
{
  g_autofree GimpLayer **layers = gimp_image_get_layers (image);

  for (gint i = 0; layers[i]; i++)
    {
      gint k = 0;

      while (drawables[k] && drawables[k] != GIMP_DRAWABLE (layers[i]))
        k++;
      if (! drawables[k])
        return FALSE;
    }

  return TRUE;
}

/* Crops where nothing else is cut: no other layer, nor the original of one that
 * is copied. A layer that is distorted stays in its picture.
 */
static void
update (CropDefault *crop)
{
  gboolean remembered;

  if (crop->is_chosen)
    return;

  g_object_get (crop->config, CROP_REMEMBERED, &remembered, NULL);
  crop->updating = TRUE;
  g_object_set (
      crop->config, "crop-image",
      crop->is_alone && remembered &&
          ! choice_is (G_OBJECT (crop->config), "direction", "distort") &&
          ! choice_is (G_OBJECT (crop->config), "output", "new-layer"),
      NULL);
  crop->updating = FALSE;
}

static void
crop_changed (CropDefault *crop)
{
  if (! crop->updating)
    crop->is_chosen = TRUE;
}

static gboolean
update_after_reset (gpointer data)
{
  CropDefault *crop = data;

  crop->idle      = 0;
  crop->is_chosen = FALSE;
  update (crop);

  return G_SOURCE_REMOVE;
}

/* Only a reset changes what is remembered; it is waited for until that has
 * changed all else.
 */
static void
was_reset (CropDefault *crop)
{
  if (! crop->idle)
    crop->idle = g_idle_add (update_after_reset, crop);
}

/* Starts to set “crop-image”. */
void
crop_default_start (CropDefault         *crop,
                    GimpProcedureConfig *config,
                    GimpImage           *image,
                    GimpDrawable       **drawables)
{
  *crop = (CropDefault){ .config   = config,
                         .is_alone = are_all (image, drawables) };
  update (crop);
  g_signal_connect_swapped (config, "notify::direction", G_CALLBACK (update),
                            crop);
  g_signal_connect_swapped (config, "notify::output", G_CALLBACK (update),
                            crop);
  g_signal_connect_swapped (config, "notify::crop-image",
                            G_CALLBACK (crop_changed), crop);
  g_signal_connect_swapped (config, "notify::" CROP_REMEMBERED,
                            G_CALLBACK (was_reset), crop);
}

/* Takes note of a layer that the dialog has made: it would be cut. */
void
crop_default_add_layer (CropDefault *crop)
{
  crop->is_alone = FALSE;
  update (crop);
}

/* Remembers what the user has chosen, where that says something about other
 * images.
 */
void
crop_default_end (CropDefault *crop)
{
  gboolean value;

  g_clear_handle_id (&crop->idle, g_source_remove);
  g_signal_handlers_disconnect_by_data (crop->config, crop);
  g_object_get (crop->config, "crop-image", &value, NULL);
  if (crop->is_alone && crop->is_chosen)
    g_object_set (crop->config, CROP_REMEMBERED, value, NULL);
}
