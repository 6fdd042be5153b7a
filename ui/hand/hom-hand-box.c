/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/canvas/hom-draw.h"
#include "ui/hand/hom-hand-box.h"

#define SPACING 6

/* Of a line, in characters. */
#define LINE 36

/* Far more than an image can be wide. */
#define MOST 1e7

/* What is shown is rounded: a number that differs by less was not entered. */
#define DIGITS    2
#define ROUND_OFF 0.00501

/* @modes: a button for each but none.
 * @spins: of the pin that is selected: x and y in the layer, and where it is
 *   held.
 */
typedef struct
{
  HomHand   *hand;
  GtkWidget *modes[HOM_PLACEMENT_POINTS + 1];
  GtkWidget *hint;
  GtkWidget *numbers, *source_label, *spins[4];
  GtkWidget *points, *remove;
  gboolean   is_updating;
} Box;

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
show_numbers (Box *box)
{
  const HomPlacement *placement  = hom_hand_get_placement (box->hand);
  gint                pin        = hom_hand_get_pin (box->hand);
  gboolean            has_points = hom_placement_get_mode (placement) ==
                        HOM_PLACEMENT_POINTS;

  gtk_widget_set_visible (box->numbers, pin >= 0);
  gtk_widget_set_visible (box->source_label, has_points);
  gtk_widget_set_visible (box->spins[0], has_points);
  gtk_widget_set_visible (box->spins[1], has_points);
  if (pin >= 0)
    {
      const HomPin *p  = hom_placement_get_pin (placement, pin);
      gdouble values[] = { p->source.x, p->source.y, p->target.x, p->target.y };

      for (gint i = 0; i < 4; i++)
        gtk_spin_button_set_value (GTK_SPIN_BUTTON (box->spins[i]), values[i]);
    }
}

static void
update (Box *box)
{
  const HomPlacement *placement = hom_hand_get_placement (box->hand);
  HomPlacementMode    mode      = hom_placement_get_mode (placement);
  const gchar        *problem   = hom_placement_get_problem (placement);

  box->is_updating = TRUE;
  for (gint i = HOM_PLACEMENT_CORNERS; i <= HOM_PLACEMENT_POINTS; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (box->modes[i]),
                                  (gint) mode == i);
  gtk_label_set_text (GTK_LABEL (box->hint),
                      problem ? problem : choose_hint (placement));
  gtk_widget_set_visible (box->points, mode == HOM_PLACEMENT_POINTS);
  gtk_widget_set_sensitive (box->remove, hom_hand_get_pin (box->hand) >= 0);
  show_numbers (box);
  box->is_updating = FALSE;
}

static void
mode_toggled (GtkToggleButton *button, Box *box)
{
  HomPlacementMode mode = HOM_PLACEMENT_NONE;

  if (box->is_updating)
    return;

  for (gint i = HOM_PLACEMENT_CORNERS; i <= HOM_PLACEMENT_POINTS; i++)
    if (box->modes[i] == GTK_WIDGET (button) &&
        gtk_toggle_button_get_active (button))
      mode = i;
  hom_hand_set_mode (box->hand, mode);
}

static gdouble
read_number (GtkWidget *spin, gdouble present)
{
  gdouble value = gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin));

  return fabs (value - present) < ROUND_OFF ? present : value;
}

static void
value_changed (Box *box)
{
  gint   number = hom_hand_get_pin (box->hand);
  HomPin pin;

  if (box->is_updating || number < 0)
    return;

  pin = *hom_placement_get_pin (hom_hand_get_placement (box->hand), number);
  pin.source.x = read_number (box->spins[0], pin.source.x);
  pin.source.y = read_number (box->spins[1], pin.source.y);
  pin.target.x = read_number (box->spins[2], pin.target.x);
  pin.target.y = read_number (box->spins[3], pin.target.y);
  hom_hand_set_pin (box->hand, &pin);
}

static void
destroyed (GtkWidget *widget, Box *box)
{
  g_signal_handlers_disconnect_by_data (box->hand, box);
  g_object_unref (box->hand);
  g_free (box);
}

static GtkWidget *
create_modes (Box *box)
{
  /* few letters are left: “Clipping” has that of “Points”, but is insensitive
   * as long as a filter is made, and then passed over */
  const gchar *const labels[] = { NULL, N_ ("Corn_ers"), N_ ("_Points") };
  GtkWidget         *widget   = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_set_homogeneous (GTK_BOX (widget), TRUE);
  gtk_style_context_add_class (gtk_widget_get_style_context (widget),
                               GTK_STYLE_CLASS_LINKED);
  for (gint i = HOM_PLACEMENT_CORNERS; i <= HOM_PLACEMENT_POINTS; i++)
    {
      box->modes[i] = gtk_toggle_button_new_with_mnemonic (_ (labels[i]));
      gtk_box_pack_start (GTK_BOX (widget), box->modes[i], TRUE, TRUE, 0);
      g_signal_connect (box->modes[i], "toggled", G_CALLBACK (mode_toggled),
                        box);
    }

  return widget;
}

static GtkWidget *
create_hint (Box *box)
{
  box->hint = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (box->hint), 0.0);
  gtk_label_set_yalign (GTK_LABEL (box->hint), 0.0);
  gtk_label_set_line_wrap (GTK_LABEL (box->hint), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (box->hint), LINE);
  gtk_label_set_max_width_chars (GTK_LABEL (box->hint), LINE);
  hom_draw_reserve_lines (box->hint, 2);

  return box->hint;
}

static GtkWidget *
create_spin (Box *box, const gchar *name)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (-MOST, MOST, 1.0);

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), DIGITS);
  gtk_entry_set_width_chars (GTK_ENTRY (spin), 7);
  gtk_widget_set_hexpand (spin, TRUE);
  atk_object_set_name (gtk_widget_get_accessible (spin), name);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (value_changed),
                            box);

  return spin;
}

static GtkWidget *
create_numbers (Box *box)
{
  const gchar *const labels[] = { N_ ("In the layer"), N_ ("Belongs at") };
  const gchar *const names[]  = { N_ ("Layer x"), N_ ("Layer y"),
                                  N_ ("Reference x"), N_ ("Reference y") };
  GtkWidget         *label;

  box->numbers = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (box->numbers), SPACING);
  gtk_grid_set_column_spacing (GTK_GRID (box->numbers), SPACING);
  for (gint i = 0; i < 4; i++)
    {
      if (i % 2 == 0)
        {
          label = gtk_label_new (_ (labels[i / 2]));
          gtk_label_set_xalign (GTK_LABEL (label), 0.0);
          gtk_grid_attach (GTK_GRID (box->numbers), label, 0, i / 2, 1, 1);
          if (i == 0)
            box->source_label = label;
        }
      box->spins[i] = create_spin (box, _ (names[i]));
      gtk_grid_attach (GTK_GRID (box->numbers), box->spins[i], 1 + i % 2, i / 2,
                       1, 1);
    }

  return box->numbers;
}

static GtkWidget *
create_points (Box *box)
{
  GtkWidget *add = gtk_button_new_with_label (_ ("Add Point"));

  box->points = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  box->remove = gtk_button_new_with_label (_ ("Remove Point"));
  gtk_box_set_homogeneous (GTK_BOX (box->points), TRUE);
  gtk_widget_set_tooltip_text (add, _ ("In the middle of the view"));
  gtk_widget_set_tooltip_text (box->remove, _ ("The selected one (Delete)"));
  gtk_box_pack_start (GTK_BOX (box->points), add, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box->points), box->remove, TRUE, TRUE, 0);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (hom_hand_add_pin),
                            box->hand);
  g_signal_connect_swapped (box->remove, "clicked",
                            G_CALLBACK (hom_hand_remove_pin), box->hand);

  return box->points;
}

/* Returns: the ways to move a layer by hand, what to do, and the numbers of the
 * pin that is selected.
 */
GtkWidget *
hom_hand_box_new (HomHand *hand)
{
  GtkWidget *widget = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  Box       *box    = g_new0 (Box, 1);

  box->hand = g_object_ref (hand);
  gtk_container_add (GTK_CONTAINER (widget), create_modes (box));
  gtk_container_add (GTK_CONTAINER (widget), create_hint (box));
  gtk_container_add (GTK_CONTAINER (widget), create_numbers (box));
  gtk_container_add (GTK_CONTAINER (widget), create_points (box));
  gtk_widget_show_all (widget);
  gtk_widget_set_no_show_all (box->numbers, TRUE);
  gtk_widget_set_no_show_all (box->points, TRUE);
  g_signal_connect_swapped (hand, "changed", G_CALLBACK (update), box);
  g_signal_connect (widget, "destroy", G_CALLBACK (destroyed), box);
  update (box);

  return widget;
}
