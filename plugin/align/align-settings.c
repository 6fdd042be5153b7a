/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/align/align-choices.h"
#include "plugin/align/align-reference.h"
#include "plugin/align/align-settings.h"
#include "plugin/layers/layers.h"

/* The size of a layer's picture, in pixels. */
#define THUMBNAIL 24

static void
add_layers (GtkListStore  *store,
            GimpItem     **items,
            GimpImage     *image,
            GimpDrawable **drawables)
{
  for (gint i = 0; items && items[i]; i++)
    {
      g_autofree gchar *name   = gimp_item_get_name (items[i]);
      GdkPixbuf        *pixbuf = NULL;

      if (align_reference_check (GIMP_DRAWABLE (items[i]), image, drawables,
                                 NULL))
        {
          pixbuf = gimp_drawable_get_thumbnail (GIMP_DRAWABLE (items[i]),
                                                THUMBNAIL, THUMBNAIL,
                                                GIMP_PIXBUF_SMALL_CHECKS);
          gtk_list_store_insert_with_values (store, NULL, -1,
                                             GIMP_INT_STORE_VALUE,
                                             gimp_item_get_id (items[i]),
                                             GIMP_INT_STORE_LABEL, name,
                                             GIMP_INT_STORE_PIXBUF, pixbuf, -1);
          g_clear_object (&pixbuf);
        }
      if (gimp_item_is_group (items[i]))
        {
          g_autofree GimpItem **children = gimp_item_get_children (items[i]);

          add_layers (store, children, image, drawables);
        }
    }
}

static void
store_reference (GimpIntComboBox *combo, GObject *config)
{
  gint id = 0;

  if (gimp_int_combo_box_get_active (combo, &id))
    g_object_set (config, "reference", gimp_drawable_get_by_id (id), NULL);
}

/* Shows the reference that is set. A reset leaves none: then the one shown is
 * set.
 */
static void
show_reference (GObject *config, GParamSpec *spec, GimpIntComboBox *combo)
{
  GimpDrawable *reference = NULL;

  g_object_get (config, "reference", &reference, NULL);
  if (reference)
    gimp_int_combo_box_set_active (combo,
                                   gimp_item_get_id (GIMP_ITEM (reference)));
  else
    store_reference (combo, config);
}

/* Shows pictures in GIMP's combo box, which has an icon beside the label, if
 * there is one.
 */
static void
show_pictures (GtkCellLayout *layout)
{
  GList *cells = gtk_cell_layout_get_cells (layout);

  for (GList *cell = cells; cell; cell = cell->next)
    if (GTK_IS_CELL_RENDERER_PIXBUF (cell->data))
      gtk_cell_layout_set_attributes (layout, cell->data, "pixbuf",
                                      GIMP_INT_STORE_PIXBUF, NULL);
  g_list_free (cells);
}

static GtkWidget *
create_references (GObject *config, GimpImage *image, GimpDrawable **drawables)
{
  GtkWidget    *combo = g_object_new (GIMP_TYPE_INT_COMBO_BOX, "ellipsize",
                                      PANGO_ELLIPSIZE_MIDDLE, NULL);
  GtkTreeModel *model = gtk_combo_box_get_model (GTK_COMBO_BOX (combo));
  g_autofree GimpItem **layers = (GimpItem **) gimp_image_get_layers (image);

  show_pictures (GTK_CELL_LAYOUT (combo));
  add_layers (GTK_LIST_STORE (model), layers, image, drawables);
  show_reference (config, NULL, GIMP_INT_COMBO_BOX (combo));
  g_signal_connect (combo, "changed", G_CALLBACK (store_reference), config);
  g_signal_connect_object (config, "notify::reference",
                           G_CALLBACK (show_reference), combo, 0);

  return combo;
}

/* Adds the settings that say how layers are aligned, with a picture of each
 * layer that can be the reference.
 */
void
align_settings_add (Form *form, GimpImage *image, GimpDrawable **drawables)
{
  GObject    *config = G_OBJECT (form->config);
  GtkWidget  *combo  = create_references (config, image, drawables);
  GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (config),
                                                   "reference");

  form_attach (form, g_param_spec_get_nick (spec), combo, 0);
  gtk_container_child_set (GTK_CONTAINER (form->grid), combo, "width", 3, NULL);
  form->n_rows++;
  form_add_choice (form, "model", model_choices);
  if (drawables_count (drawables) > 1)
    form_add_widget (form, "sequence");
  if (! gimp_selection_is_empty (image))
    form_add_widget (form, "use-selection");
}

/* Adds the settings that few need. */
void
align_settings_add_more (Form *form)
{
  form_add_choice (form, "loss", loss_choices);
  form_add_choice (form, "start", start_choices);
  form_add_sampling (form);
}

/* Tells whether one of those is not as it is at first: it must be seen then. */
gboolean
align_settings_has_more (GimpProcedureConfig *config)
{
  GObject *object = G_OBJECT (config);

  return ! choice_is (object, "loss", "auto") ||
         ! choice_is (object, "start", "auto") ||
         ! choice_is (object, "interpolation", "cubic") ||
         ! choice_is (object, "boundary", "transparent");
}
