/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/controls/hom-widgets.h"
#include "ui/perspective/hom-size-chooser.h"

/* The entry of the list for a size in pixels. The other ones are “none” and
 * those of “paper”.
 */
#define PIXELS "pixels"

/* The largest picture that GIMP can hold, in pixels along a side. */
#define MOST_PIXELS 524288

/* The most pixels per inch that GIMP takes. */
#define MOST_RESOLUTION 65535

/* @config: has “width”, “height”, “paper” and “resolution”.
 * @stack: what belongs to the entry, under the list.
 * @size: the width of the rectangle, in pixels.
 * @updating: whether the widgets are brought in step with the configuration, or
 *   the other way round.
 */
struct _HomSizeChooser
{
  GtkGrid parent_instance;

  GObject   *config;
  GtkWidget *combo;
  GtkWidget *pixels, *paper;
  GtkWidget *width, *height, *resolution;
  gdouble    size;
  gboolean   updating;
};

G_DEFINE_FINAL_TYPE (HomSizeChooser, hom_size_chooser, GTK_TYPE_GRID)

/* Shows the fields of the entry. */
static void
show_fields (HomSizeChooser *chooser)
{
  const gchar *entry = gtk_combo_box_get_active_id (
      GTK_COMBO_BOX (chooser->combo));
  gboolean is_pixels = g_strcmp0 (entry, PIXELS) == 0;

  gtk_widget_set_visible (chooser->pixels, is_pixels);
  gtk_widget_set_visible (chooser->paper,
                          ! is_pixels && g_strcmp0 (entry, "none") != 0);
}

static void
config_changed (HomSizeChooser *chooser)
{
  g_autofree gchar *paper = NULL;
  gint              width, height;
  gdouble           resolution;

  if (chooser->updating)
    return;

  g_object_get (chooser->config, "width", &width, "height", &height, "paper",
                &paper, "resolution", &resolution, NULL);
  chooser->updating = TRUE;
  if (g_strcmp0 (paper, "none") == 0 && (width > 0 || height > 0))
    gtk_combo_box_set_active_id (GTK_COMBO_BOX (chooser->combo), PIXELS);
  else
    gtk_combo_box_set_active_id (GTK_COMBO_BOX (chooser->combo), paper);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (chooser->width), width);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (chooser->height), height);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (chooser->resolution), resolution);
  show_fields (chooser);
  chooser->updating = FALSE;
}

/* Stores the entry. A size in pixels starts from the present one. */
static void
entry_chosen (GtkComboBox *combo, HomSizeChooser *chooser)
{
  const gchar *entry     = gtk_combo_box_get_active_id (combo);
  gboolean     is_pixels = g_strcmp0 (entry, PIXELS) == 0;

  if (chooser->updating || ! entry)
    return;

  g_object_set (chooser->config, "width",
                is_pixels ? (gint) round (chooser->size) : 0, "height", 0,
                "paper", is_pixels ? "none" : entry, NULL);
  config_changed (chooser);
}

/* Stores a number. The entry stays, even where both are empty. */
static void
number_entered (HomSizeChooser *chooser)
{
  if (chooser->updating)
    return;

  chooser->updating = TRUE;
  g_object_set (
      chooser->config, "width",
      gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (chooser->width)),
      "height",
      gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (chooser->height)),
      "resolution",
      gtk_spin_button_get_value (GTK_SPIN_BUTTON (chooser->resolution)), NULL);
  chooser->updating = FALSE;
}

/* Shows 0, a side that follows from the other one, as a word. */
static gboolean
show_number (GtkSpinButton *spin)
{
  if (gtk_spin_button_get_value (spin) > 0.0)
    return FALSE;

  gtk_entry_set_text (GTK_ENTRY (spin), _ ("auto"));

  return TRUE;
}

static gint
read_number (GtkSpinButton *spin, gdouble *value)
{
  const gchar *text = gtk_entry_get_text (GTK_ENTRY (spin));

  *value = 0.0;

  return *text == '\0' || g_strcmp0 (text, _ ("auto")) == 0;
}

static void
hom_size_chooser_dispose (GObject *object)
{
  g_clear_object (&HOM_SIZE_CHOOSER (object)->config);

  G_OBJECT_CLASS (hom_size_chooser_parent_class)->dispose (object);
}

static void
hom_size_chooser_class_init (HomSizeChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hom_size_chooser_dispose;
}

static GtkWidget *
create_spin (HomSizeChooser *chooser,
             gdouble         least,
             gdouble         most,
             const gchar    *name,
             const gchar    *tooltip)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (least, most, 1.0);

  gtk_entry_set_width_chars (GTK_ENTRY (spin), 5);
  gtk_entry_set_activates_default (GTK_ENTRY (spin), TRUE);
  gtk_widget_set_hexpand (spin, TRUE);
  gtk_widget_set_tooltip_text (spin, tooltip);
  hom_widget_set_names (spin, name, NULL);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (number_entered),
                            chooser);

  return spin;
}

static GtkWidget *
create_side (HomSizeChooser *chooser, const gchar *name)
{
  GtkWidget *spin = create_spin (chooser, 0.0, MOST_PIXELS, name,
                                 _ ("In pixels; 0: by the side ratio"));

  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), FALSE);
  g_signal_connect (spin, "output", G_CALLBACK (show_number), NULL);
  g_signal_connect (spin, "input", G_CALLBACK (read_number), NULL);
  gtk_spin_button_update (GTK_SPIN_BUTTON (spin));

  return spin;
}

/* Creates the fields, of which those of the entry are shown. */
static void
create_fields (HomSizeChooser *chooser)
{
  chooser->pixels     = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  chooser->paper      = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  chooser->width      = create_side (chooser, _ ("Width"));
  chooser->height     = create_side (chooser, _ ("Height"));
  chooser->resolution = create_spin (chooser, 1.0, MOST_RESOLUTION,
                                     _ ("Resolution"),
                                     _ ("The image gets this resolution, too"));
  gtk_box_pack_start (GTK_BOX (chooser->pixels), chooser->width, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (chooser->pixels), gtk_label_new ("×"), FALSE,
                      FALSE, 0);
  gtk_box_pack_start (GTK_BOX (chooser->pixels), chooser->height, TRUE, TRUE,
                      0);
  gtk_box_pack_start (GTK_BOX (chooser->paper), chooser->resolution, TRUE, TRUE,
                      0);
  gtk_box_pack_start (GTK_BOX (chooser->paper), gtk_label_new (_ ("ppi")),
                      FALSE, FALSE, 0);
  gtk_widget_show_all (chooser->pixels);
  gtk_widget_show_all (chooser->paper);
  gtk_widget_set_no_show_all (chooser->pixels, TRUE);
  gtk_widget_set_no_show_all (chooser->paper, TRUE);
}

static void
hom_size_chooser_init (HomSizeChooser *chooser)
{
  GtkGrid   *grid  = GTK_GRID (chooser);
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("Si_ze"));

  chooser->combo = gtk_combo_box_text_new ();
  create_fields (chooser);
  gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (chooser->combo), "none",
                             _ ("As photographed"));
  gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (chooser->combo), PIXELS,
                             _ ("In pixels"));
  gtk_widget_set_hexpand (chooser->combo, TRUE);
  hom_combo_limit (chooser->combo);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), chooser->combo);
  gtk_grid_set_row_spacing (grid, 4);
  gtk_grid_set_column_spacing (grid, 6);
  gtk_grid_attach (grid, label, 0, 0, 1, 1);
  gtk_grid_attach (grid, chooser->combo, 1, 0, 1, 1);
  gtk_grid_attach (grid, chooser->pixels, 1, 1, 1, 1);
  gtk_grid_attach (grid, chooser->paper, 1, 2, 1, 1);
  g_signal_connect (chooser->combo, "changed", G_CALLBACK (entry_chosen),
                    chooser);
}

/* Creates a chooser.
 *
 * @config: has “width”, “height”, “paper” and “resolution”.
 */
GtkWidget *
hom_size_chooser_new (GObject *config)
{
  HomSizeChooser    *chooser   = g_object_new (HOM_TYPE_SIZE_CHOOSER, NULL);
  const gchar *const signals[] = { "notify::width", "notify::height",
                                   "notify::paper", "notify::resolution" };

  chooser->config = g_object_ref (config);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (config, signals[i], G_CALLBACK (config_changed),
                             chooser, G_CONNECT_SWAPPED);
  config_changed (chooser);

  return GTK_WIDGET (chooser);
}

/* Offers a size of paper.
 *
 * @nick: the value of “paper” for it.
 */
void
hom_size_chooser_add_paper (HomSizeChooser *chooser,
                            const gchar    *nick,
                            const gchar    *label)
{
  gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (chooser->combo), nick, label);
  config_changed (chooser);
}

/* Takes note of the size of a solution.
 *
 * @solution: (nullable): that; NULL while there is none.
 */
void
hom_size_chooser_set_solution (HomSizeChooser               *chooser,
                               const HomPerspectiveSolution *solution)
{
  if (solution)
    chooser->size = solution->rectangle[1].x - solution->rectangle[0].x;
}
