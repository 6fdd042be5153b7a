/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/canvas/hom-draw.h"
#include "ui/controls/hom-toggle.h"
#include "ui/controls/hom-widgets.h"
#include "ui/placement/hom-placement-controls.h"

#define SPACING 6

/* The width of a line, in characters. */
#define LINE 36

/* The largest number that can be entered: far more than an image can be wide.
 */
#define MOST 1e7

/* Numbers are shown with this many digits: one that differs by less than the
 * rest was not entered.
 */
#define DIGITS    2
#define ROUND_OFF 0.00501

/* @modes: a button for each mode but that of none.
 * @spins: the numbers of the pin that is selected: x and y in the layer, and
 *   where it is held.
 */
typedef struct
{
  HomPlacementEditor *editor;
  GtkWidget          *modes[HOM_PLACEMENT_POINTS + 1];
  GtkWidget          *hint;
  GtkWidget          *numbers, *source_label, *spins[4];
  GtkWidget          *points, *remove;
  gboolean            is_updating;
} Controls;

static const gchar *const model_hints[] = {
  [HOM_MODEL_TRANSLATION] = N_ ("The layer is shifted."),
  [HOM_MODEL_EUCLIDEAN]   = N_ ("The layer is shifted and turned."),
  [HOM_MODEL_SIMILARITY]  = N_ ("The layer is shifted, turned and scaled."),
  [HOM_MODEL_AFFINE] = N_ ("The layer is shifted, turned, scaled and sheared."),
  [HOM_MODEL_HOMOGRAPHY] = N_ ("The layer follows the points in perspective."),
};

static const gchar *
choose_hint (const HomPlacement *placement)
{
  switch (hom_placement_get_mode (placement))
    {
    case HOM_PLACEMENT_NONE:
      return _ ("Put the layer in place by its corners or by details, then "
                "refine it from there or apply it as it is.");
    case HOM_PLACEMENT_CORNERS:
      return _ ("Drag the layer’s corners, its edges, or all of it.");
    case HOM_PLACEMENT_POINTS:
      break;
    }

  return hom_placement_get_n_pins (placement) > 0 ?
             _ (model_hints[hom_placement_get_model (placement)]) :
             _ ("Drag a detail of the layer to where it is in the reference; "
                "then another one.");
}

static void
show_numbers (Controls *controls)
{
  const HomPlacement *placement = hom_placement_editor_get_placement (
      controls->editor);
  gint     pin        = hom_placement_editor_get_pin (controls->editor);
  gboolean has_points = hom_placement_get_mode (placement) ==
                        HOM_PLACEMENT_POINTS;

  gtk_widget_set_visible (controls->numbers, pin >= 0);
  gtk_widget_set_visible (controls->source_label, has_points);
  gtk_widget_set_visible (controls->spins[0], has_points);
  gtk_widget_set_visible (controls->spins[1], has_points);
  if (pin >= 0)
    {
      const HomPin *p  = hom_placement_get_pin (placement, pin);
      gdouble values[] = { p->source.x, p->source.y, p->target.x, p->target.y };

      for (gint i = 0; i < 4; i++)
        gtk_spin_button_set_value (GTK_SPIN_BUTTON (controls->spins[i]),
                                   values[i]);
    }
}

static void
update (Controls *controls)
{
  const HomPlacement *placement = hom_placement_editor_get_placement (
      controls->editor);
  HomPlacementMode mode    = hom_placement_get_mode (placement);
  const gchar     *problem = hom_placement_get_problem (placement);

  controls->is_updating = TRUE;
  for (gint i = HOM_PLACEMENT_CORNERS; i <= HOM_PLACEMENT_POINTS; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (controls->modes[i]),
                                  (gint) mode == i);
  gtk_label_set_text (GTK_LABEL (controls->hint),
                      problem ? problem : choose_hint (placement));
  gtk_widget_set_visible (controls->points, mode == HOM_PLACEMENT_POINTS);
  gtk_widget_set_sensitive (
      controls->remove, hom_placement_editor_get_pin (controls->editor) >= 0);
  show_numbers (controls);
  controls->is_updating = FALSE;
}

static void
mode_toggled (GtkToggleButton *button, Controls *controls)
{
  HomPlacementMode mode = HOM_PLACEMENT_NONE;

  if (controls->is_updating)
    return;

  for (gint i = HOM_PLACEMENT_CORNERS; i <= HOM_PLACEMENT_POINTS; i++)
    if (controls->modes[i] == GTK_WIDGET (button) &&
        gtk_toggle_button_get_active (button))
      mode = i;
  hom_placement_editor_set_mode (controls->editor, mode);
}

static gdouble
read_number (GtkWidget *spin, gdouble present)
{
  gdouble value = gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin));

  return fabs (value - present) < ROUND_OFF ? present : value;
}

static void
value_changed (Controls *controls)
{
  gint   number = hom_placement_editor_get_pin (controls->editor);
  HomPin pin;

  if (controls->is_updating || number < 0)
    return;

  pin = *hom_placement_get_pin (
      hom_placement_editor_get_placement (controls->editor), number);
  pin.source.x = read_number (controls->spins[0], pin.source.x);
  pin.source.y = read_number (controls->spins[1], pin.source.y);
  pin.target.x = read_number (controls->spins[2], pin.target.x);
  pin.target.y = read_number (controls->spins[3], pin.target.y);
  hom_placement_editor_set_pin (controls->editor, &pin);
}

static void
destroyed (GtkWidget *widget, Controls *controls)
{
  g_signal_handlers_disconnect_by_data (controls->editor, controls);
  g_object_unref (controls->editor);
  g_free (controls);
}

static GtkWidget *
create_modes (Controls *controls)
{
  /* few letters are left: “Clipping” has that of “Points”, but is insensitive
   * as long as a filter is made, and then passed over */
  const gchar *const labels[] = { NULL, N_ ("Corners"), N_ ("_Points") };
  GtkWidget         *widget   = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_set_homogeneous (GTK_BOX (widget), TRUE);
  gtk_style_context_add_class (gtk_widget_get_style_context (widget),
                               GTK_STYLE_CLASS_LINKED);
  for (gint i = HOM_PLACEMENT_CORNERS; i <= HOM_PLACEMENT_POINTS; i++)
    {
      controls->modes[i] = gtk_toggle_button_new_with_mnemonic (_ (labels[i]));
      hom_toggle_style (controls->modes[i]);
      gtk_box_pack_start (GTK_BOX (widget), controls->modes[i], TRUE, TRUE, 0);
      g_signal_connect (controls->modes[i], "toggled",
                        G_CALLBACK (mode_toggled), controls);
    }

  return widget;
}

static GtkWidget *
create_hint (Controls *controls)
{
  controls->hint = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (controls->hint), 0.0);
  gtk_label_set_yalign (GTK_LABEL (controls->hint), 0.0);
  gtk_label_set_line_wrap (GTK_LABEL (controls->hint), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (controls->hint), LINE);
  gtk_label_set_max_width_chars (GTK_LABEL (controls->hint), LINE);
  hom_draw_reserve_lines (controls->hint, 2);

  return controls->hint;
}

static GtkWidget *
create_spin (Controls *controls, const gchar *name)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (-MOST, MOST, 1.0);

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), DIGITS);
  gtk_entry_set_width_chars (GTK_ENTRY (spin), 7);
  gtk_widget_set_hexpand (spin, TRUE);
  hom_widget_set_names (spin, name, NULL);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (value_changed),
                            controls);

  return spin;
}

static GtkWidget *
create_numbers (Controls *controls)
{
  const gchar *const labels[] = { N_ ("In the layer"), N_ ("Belongs at") };
  const gchar *const names[]  = { N_ ("Layer x"), N_ ("Layer y"),
                                  N_ ("Reference x"), N_ ("Reference y") };
  GtkWidget         *label;

  controls->numbers = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (controls->numbers), SPACING);
  gtk_grid_set_column_spacing (GTK_GRID (controls->numbers), SPACING);
  for (gint i = 0; i < 4; i++)
    {
      if (i % 2 == 0)
        {
          label = gtk_label_new (_ (labels[i / 2]));
          gtk_label_set_xalign (GTK_LABEL (label), 0.0);
          gtk_grid_attach (GTK_GRID (controls->numbers), label, 0, i / 2, 1, 1);
          if (i == 0)
            controls->source_label = label;
        }
      controls->spins[i] = create_spin (controls, _ (names[i]));
      gtk_grid_attach (GTK_GRID (controls->numbers), controls->spins[i],
                       1 + i % 2, i / 2, 1, 1);
    }

  return controls->numbers;
}

static GtkWidget *
create_points (Controls *controls)
{
  GtkWidget *add = gtk_button_new_with_label (_ ("Add Point"));

  controls->points = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  controls->remove = gtk_button_new_with_label (_ ("Remove Point"));
  gtk_box_set_homogeneous (GTK_BOX (controls->points), TRUE);
  gtk_widget_set_tooltip_text (add, _ ("In the middle of the view"));
  gtk_widget_set_tooltip_text (controls->remove,
                               _ ("The selected one (Delete)"));
  gtk_box_pack_start (GTK_BOX (controls->points), add, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (controls->points), controls->remove, TRUE, TRUE,
                      0);
  g_signal_connect_swapped (add, "clicked",
                            G_CALLBACK (hom_placement_editor_add_pin),
                            controls->editor);
  g_signal_connect_swapped (controls->remove, "clicked",
                            G_CALLBACK (hom_placement_editor_remove_pin),
                            controls->editor);

  return controls->points;
}

/* Creates buttons for the ways to move a layer by hand, a hint at what to do,
 * and the numbers of the pin that is selected.
 */
GtkWidget *
hom_placement_controls_new (HomPlacementEditor *editor)
{
  GtkWidget *widget   = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  Controls  *controls = g_new0 (Controls, 1);

  controls->editor = g_object_ref (editor);
  gtk_container_add (GTK_CONTAINER (widget), create_modes (controls));
  gtk_container_add (GTK_CONTAINER (widget), create_hint (controls));
  gtk_container_add (GTK_CONTAINER (widget), create_numbers (controls));
  gtk_container_add (GTK_CONTAINER (widget), create_points (controls));
  gtk_widget_show_all (widget);
  gtk_widget_set_no_show_all (controls->numbers, TRUE);
  gtk_widget_set_no_show_all (controls->points, TRUE);
  g_signal_connect_swapped (editor, "changed", G_CALLBACK (update), controls);
  g_signal_connect (widget, "destroy", G_CALLBACK (destroyed), controls);
  update (controls);

  return widget;
}
