/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/canvas/hom-draw.h"
#include "ui/canvas/hom-formats.h"
#include "ui/controls/hom-widgets.h"
#include "ui/perspective/hom-ratio-chooser.h"

/* These are the entries of the list; the formats follow them. */
enum
{
  TRUE_RATIO,
  LAYER_RATIO,
  CUSTOM_RATIO,
  FIRST_FORMAT,
};

/* What changes the scale by less than this share is no perspective. */
#define LEAST_PERSPECTIVE 1e-6

/* A number that is off by no more than this share is a format's but for
 * rounding.
 */
#define SAME 1e-5

struct _HomRatioChooser
{
  GtkGrid parent_instance;

  GObject   *config;
  GtkWidget *combo;
  GtkWidget *label, *number;
  GtkWidget *spin;
  GtkWidget *swap;
  GtkWidget *info;
  gdouble    ratio;
  gboolean   updating;
};

G_DEFINE_FINAL_TYPE (HomRatioChooser, hom_ratio_chooser, GTK_TYPE_GRID)

/* Finds the entry that stands for what the configuration says. A number that is
 * that of a format stays the custom one that it was entered as.
 */
static gint
find_entry (HomRatioChooser *chooser)
{
  gint    present = gtk_combo_box_get_active (GTK_COMBO_BOX (chooser->combo));
  gdouble ratio;
  g_autofree gchar *aspect = NULL;
  gint              format;

  g_object_get (chooser->config, "aspect", &aspect, "aspect-ratio", &ratio,
                NULL);
  if (g_strcmp0 (aspect, "auto") == 0)
    return TRUE_RATIO;
  if (g_strcmp0 (aspect, "keep") == 0)
    return LAYER_RATIO;

  format = hom_format_find (ratio, SAME);
  if (format < 0 || present == CUSTOM_RATIO)
    return CUSTOM_RATIO;

  return FIRST_FORMAT + format;
}

/* Shows the number where it was chosen. */
static void
show_number (HomRatioChooser *chooser, gint entry)
{
  gtk_widget_set_visible (chooser->label, entry >= CUSTOM_RATIO);
  gtk_widget_set_visible (chooser->number, entry >= CUSTOM_RATIO);
  gtk_widget_set_sensitive (chooser->spin, entry == CUSTOM_RATIO);
}

/* Shows the number that was entered or, where none was, the ratio of the
 * rectangle.
 */
static void
show_ratio (HomRatioChooser *chooser)
{
  gboolean was_updating = chooser->updating;
  gdouble  ratio        = chooser->ratio;

  if (gtk_combo_box_get_active (GTK_COMBO_BOX (chooser->combo)) >= CUSTOM_RATIO)
    g_object_get (chooser->config, "aspect-ratio", &ratio, NULL);

  chooser->updating = TRUE;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (chooser->spin), ratio);
  chooser->updating = was_updating;
}

static void
config_changed (HomRatioChooser *chooser)
{
  gint entry = find_entry (chooser);

  chooser->updating = TRUE;
  gtk_combo_box_set_active (GTK_COMBO_BOX (chooser->combo), entry);
  show_number (chooser, entry);
  show_ratio (chooser);
  chooser->updating = FALSE;
}

/* Finds the ratio of an entry. A format is laid as the rectangle lies. */
static gdouble
choose_ratio (HomRatioChooser *chooser, gint entry)
{
  gdouble ratio;

  if (entry == CUSTOM_RATIO)
    return chooser->ratio;

  ratio = hom_formats[entry - FIRST_FORMAT].ratio;

  return chooser->ratio < 1.0 ? 1.0 / ratio : ratio;
}

static void
entry_chosen (GtkComboBox *combo, HomRatioChooser *chooser)
{
  gint entry = gtk_combo_box_get_active (combo);

  if (chooser->updating || entry < 0)
    return;

  if (entry == TRUE_RATIO)
    g_object_set (chooser->config, "aspect", "auto", NULL);
  else if (entry == LAYER_RATIO)
    g_object_set (chooser->config, "aspect", "keep", NULL);
  else
    g_object_set (chooser->config, "aspect-ratio",
                  choose_ratio (chooser, entry), "aspect", "custom", NULL);
}

static void
ratio_entered (GtkSpinButton *spin, HomRatioChooser *chooser)
{
  if (! chooser->updating)
    g_object_set (chooser->config, "aspect-ratio",
                  gtk_spin_button_get_value (spin), NULL);
}

static void
swap (GtkButton *button, HomRatioChooser *chooser)
{
  gdouble ratio;

  g_object_get (chooser->config, "aspect-ratio", &ratio, NULL);
  g_object_set (chooser->config, "aspect-ratio", 1.0 / ratio, NULL);
}

static void
hom_ratio_chooser_dispose (GObject *object)
{
  g_clear_object (&HOM_RATIO_CHOOSER (object)->config);

  G_OBJECT_CLASS (hom_ratio_chooser_parent_class)->dispose (object);
}

static void
hom_ratio_chooser_class_init (HomRatioChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hom_ratio_chooser_dispose;
}

static GtkWidget *
create_combo (void)
{
  GtkWidget       *combo = gtk_combo_box_text_new ();
  GtkComboBoxText *text  = GTK_COMBO_BOX_TEXT (combo);

  gtk_combo_box_text_append_text (text, _ ("True ratio, recovered"));
  gtk_combo_box_text_append_text (text, _ ("As the layer"));
  gtk_combo_box_text_append_text (text, _ ("Custom"));
  for (gint i = 0; i < hom_n_formats; i++)
    gtk_combo_box_text_append_text (text, _ (hom_formats[i].label));
  gtk_widget_set_hexpand (combo, TRUE);
  hom_combo_limit (combo);

  return combo;
}

static GtkWidget *
attach (GtkGrid     *grid,
        const gchar *mnemonic,
        GtkWidget   *labelled,
        GtkWidget   *widget,
        gint         row)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (mnemonic);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), labelled);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, widget, 1, row, 1, 1);

  return label;
}

static void
hom_ratio_chooser_init (HomRatioChooser *chooser)
{
  GtkGrid *grid = GTK_GRID (chooser);

  chooser->ratio  = 1.0;
  chooser->combo  = create_combo ();
  chooser->spin   = gtk_spin_button_new_with_range (0.01, 100.0, 0.01);
  chooser->swap   = gtk_button_new_with_mnemonic (_ ("S_wap"));
  chooser->info   = gtk_label_new (NULL);
  chooser->number = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_container_add (GTK_CONTAINER (chooser->number), chooser->spin);
  gtk_container_add (GTK_CONTAINER (chooser->number), chooser->swap);
  gtk_widget_show_all (chooser->number);

  gtk_grid_set_row_spacing (grid, 4);
  gtk_grid_set_column_spacing (grid, 6);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (chooser->spin), 4);
  gtk_entry_set_activates_default (GTK_ENTRY (chooser->spin), TRUE);
  gtk_widget_set_hexpand (chooser->spin, TRUE);
  gtk_widget_set_tooltip_text (chooser->swap,
                               _ ("Portrait to landscape, and back"));
  gtk_label_set_xalign (GTK_LABEL (chooser->info), 0.0);
  gtk_label_set_line_wrap (GTK_LABEL (chooser->info), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (chooser->info), 30);
  gtk_label_set_yalign (GTK_LABEL (chooser->info), 0.0);
  hom_draw_reserve_lines (chooser->info, 2);

  attach (grid, _ ("Side ra_tio"), chooser->combo, chooser->combo, 0);
  chooser->label = attach (grid, _ ("Custo_m ratio"), chooser->spin,
                           chooser->number, 1);
  gtk_widget_set_no_show_all (chooser->label, TRUE);
  gtk_widget_set_no_show_all (chooser->number, TRUE);
  gtk_grid_attach (grid, chooser->info, 0, 2, 2, 1);
  g_signal_connect (chooser->combo, "changed", G_CALLBACK (entry_chosen),
                    chooser);
  g_signal_connect (chooser->spin, "value-changed", G_CALLBACK (ratio_entered),
                    chooser);
  g_signal_connect (chooser->swap, "clicked", G_CALLBACK (swap), chooser);
}

/* Creates a chooser.
 *
 * @config: has “aspect” (“auto”, “keep” or “custom”) and “aspect-ratio”.
 */
GtkWidget *
hom_ratio_chooser_new (GObject *config)
{
  HomRatioChooser *chooser = g_object_new (HOM_TYPE_RATIO_CHOOSER, NULL);

  chooser->config = g_object_ref (config);
  g_signal_connect_object (config, "notify::aspect",
                           G_CALLBACK (config_changed), chooser,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (config, "notify::aspect-ratio",
                           G_CALLBACK (config_changed), chooser,
                           G_CONNECT_SWAPPED);
  config_changed (chooser);

  return GTK_WIDGET (chooser);
}

/* Tells whether opposite sides of the quadrilateral are parallel: what is far
 * is as large as what is near.
 */
static gboolean
is_affine (const HomPerspectiveSolution *solution)
{
  const gdouble *m = solution->h.m;
  gdouble size     = solution->full.x1 - solution->full.x0 + solution->full.y1 -
                 solution->full.y0;

  return (fabs (m[6]) + fabs (m[7])) * size < LEAST_PERSPECTIVE * fabs (m[8]);
}

static gchar *
describe (const HomPerspectiveSolution *solution)
{
  g_autofree gchar *ratio = hom_format_describe (solution->ratio);

  switch (solution->origin)
    {
    case HOM_RATIO_FOCAL_LENGTH:
      return g_strdup_printf (_ ("%s, by the focal length that the camera "
                                 "noted"),
                              ratio);
    case HOM_RATIO_PERSPECTIVE:
      if (is_affine (solution))
        return g_strdup_printf (_ ("%s, by the sides, which show no "
                                   "perspective"),
                                ratio);
      return g_strdup_printf (_ ("%s, by the perspective"), ratio);
    case HOM_RATIO_USUAL_LENS:
      return g_strdup_printf (_ ("%s, for a lens of 28 mm: neither the "
                                 "perspective nor the camera tells it"),
                              ratio);
    case HOM_RATIO_GIVEN:
    default:
      return g_steal_pointer (&ratio);
    }
}

/* Shows the ratio of a solution.
 *
 * @solution: (nullable): that; NULL while there is none.
 */
void
hom_ratio_chooser_set_solution (HomRatioChooser              *chooser,
                                const HomPerspectiveSolution *solution)
{
  g_autofree gchar *text = NULL;

  if (solution && solution->ratio > 0.0)
    {
      text           = describe (solution);
      chooser->ratio = solution->ratio;
    }
  gtk_label_set_text (GTK_LABEL (chooser->info), text ? text : "");
  show_ratio (chooser);
}
