/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/compare/hom-compare-bar.h"
#include "ui/controls/hom-toggle.h"

#define SPACING 6

/* The width of the slider, in pixels. */
#define WIDTH 160

typedef struct
{
  const gchar *label, *tip, *amount;
} ModeText;

static const ModeText texts[] = {
  [HOM_COMPARE_OVERLAY]    = { N_ ("Overlay"),
                               N_ ("The layer over the reference (key O)"),
                               N_ ("Opacity") },
  [HOM_COMPARE_DIFFERENCE] = { N_ ("Difference"),
                               N_ ("Black where both are the same (key D)"),
                               N_ ("Amplification") },
  [HOM_COMPARE_SPLIT]      = { N_ ("Split"),
                               N_ ("The reference on the left, the layer on the "
                                        "right of a line (key S)"),
                               N_ ("Place of the line") },
  [HOM_COMPARE_FLICKER]  = { N_ ("Flicker"), N_ ("One after the other (key F)"),
                             N_ ("Pictures per second") },
  [HOM_COMPARE_RED_CYAN] = { N_ ("Red/Cyan"), N_ ("Gray where both coincide, "
                                                  "colored where not "
                                                  "(key R)") },
  [HOM_COMPARE_MISMATCH] = { N_ ("Mismatch"),
                             N_ ("Blue where the details of both match, red "
                                 "where they do not (key M)"),
                             N_ ("Opacity") },
};

typedef struct
{
  HomCompareView *view;
  GtkWidget      *box;
  GtkWidget      *modes[HOM_COMPARE_N_MODES];
  GtkWidget      *before;
  gboolean        is_updating;
} Bar;

typedef struct
{
  HomCompareView *view;
  GtkWidget      *box;
  GtkWidget      *label, *scale;
  gboolean        is_updating;
} Amount;

static void
mode_toggled (GtkToggleButton *button, Bar *bar)
{
  if (bar->is_updating || ! gtk_toggle_button_get_active (button))
    return;

  for (gint mode = 0; mode < HOM_COMPARE_N_MODES; mode++)
    if (bar->modes[mode] == GTK_WIDGET (button))
      hom_compare_view_set_mode (bar->view, mode);
}

static void
before_toggled (GtkToggleButton *button, Bar *bar)
{
  if (! bar->is_updating)
    hom_compare_view_set_before (bar->view,
                                 gtk_toggle_button_get_active (button));
}

static void
update (Bar *bar)
{
  HomCompareMode mode = hom_compare_view_get_mode (bar->view);

  bar->is_updating = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (bar->modes[mode]), TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (bar->before),
                                hom_compare_view_get_before (bar->view));
  gtk_widget_set_sensitive (bar->box,
                            hom_compare_view_get_moving (bar->view) != NULL);
  bar->is_updating = FALSE;
}

static void
destroyed (GtkWidget *box, Bar *bar)
{
  g_signal_handlers_disconnect_by_data (bar->view, bar);
  g_object_unref (bar->view);
  g_free (bar);
}

static GtkWidget *
create_modes (Bar *bar)
{
  GtkWidget *box   = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *group = NULL;

  gtk_style_context_add_class (gtk_widget_get_style_context (box),
                               GTK_STYLE_CLASS_LINKED);
  for (gint mode = 0; mode < HOM_COMPARE_N_MODES; mode++)
    {
      GtkWidget *button = gtk_radio_button_new_with_label_from_widget (
          GTK_RADIO_BUTTON (group), _ (texts[mode].label));

      gtk_toggle_button_set_mode (GTK_TOGGLE_BUTTON (button), FALSE);
      gtk_widget_set_tooltip_text (button, _ (texts[mode].tip));
      gtk_widget_set_focus_on_click (button, FALSE);
      hom_toggle_style (button);
      g_signal_connect (button, "toggled", G_CALLBACK (mode_toggled), bar);
      gtk_container_add (GTK_CONTAINER (box), button);
      bar->modes[mode] = group = button;
    }

  return box;
}

/* Creates a bar with buttons for the ways to compare, and one that shows how
 * the picture was before.
 */
GtkWidget *
hom_compare_bar_new (HomCompareView *view)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  Bar       *bar = g_new0 (Bar, 1);

  bar->box    = box;
  bar->view   = g_object_ref (view);
  bar->before = gtk_toggle_button_new_with_label (_ ("Before"));
  gtk_widget_set_tooltip_text (bar->before,
                               _ ("Show where the layer was (key B)"));
  gtk_widget_set_focus_on_click (bar->before, FALSE);
  hom_toggle_style (bar->before);
  gtk_box_pack_start (GTK_BOX (box), create_modes (bar), FALSE, FALSE, 0);
  gtk_box_pack_end (GTK_BOX (box), bar->before, FALSE, FALSE, 0);
  g_signal_connect (bar->before, "toggled", G_CALLBACK (before_toggled), bar);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (update), bar);
  g_signal_connect (box, "destroy", G_CALLBACK (destroyed), bar);
  update (bar);

  return box;
}

/* ---- The amount ---- */

static void
amount_changed (GtkRange *scale, Amount *amount)
{
  if (! amount->is_updating)
    hom_compare_view_set_amount (amount->view, gtk_range_get_value (scale));
}

static gchar *
format_amount (GtkScale *scale, gdouble value, Amount *amount)
{
  switch (hom_compare_view_get_mode (amount->view))
    {
    case HOM_COMPARE_DIFFERENCE:
      return g_strdup_printf ("× %.0f", value);
    case HOM_COMPARE_FLICKER:
      return g_strdup_printf (_ ("%.1f/s"), value);
    default:
      return g_strdup_printf (_ ("%.0f %%"), 100.0 * value);
    }
}

/* Shows the amount of the present mode, where that has one. */
static void
update_amount (Amount *amount)
{
  HomCompareMode         mode  = hom_compare_view_get_mode (amount->view);
  const HomCompareRange *range = &hom_compare_ranges[mode];

  gtk_widget_set_sensitive (amount->box,
                            hom_compare_view_get_moving (amount->view) != NULL);
  gtk_widget_set_visible (amount->label, range->most > range->least);
  gtk_widget_set_visible (amount->scale, range->most > range->least);
  if (! (range->most > range->least))
    return;

  amount->is_updating = TRUE;
  gtk_range_set_range (GTK_RANGE (amount->scale), range->least, range->most);
  gtk_range_set_increments (GTK_RANGE (amount->scale), range->step,
                            range->step);
  gtk_range_set_value (GTK_RANGE (amount->scale),
                       hom_compare_view_get_amount (amount->view));
  gtk_label_set_text (GTK_LABEL (amount->label), _ (texts[mode].amount));
  atk_object_set_name (gtk_widget_get_accessible (amount->scale),
                       _ (texts[mode].amount));
  amount->is_updating = FALSE;
}

static void
amount_destroyed (GtkWidget *box, Amount *amount)
{
  g_signal_handlers_disconnect_by_data (amount->view, amount);
  g_object_unref (amount->view);
  g_free (amount);
}

/* Creates a slider for the amount of the way to compare, with its name. */
GtkWidget *
hom_compare_amount_new (HomCompareView *view)
{
  GtkWidget *box    = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  Amount    *amount = g_new0 (Amount, 1);

  amount->box   = box;
  amount->view  = g_object_ref (view);
  amount->label = gtk_label_new (NULL);
  amount->scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0.0,
                                            1.0, 0.05);
  gtk_scale_set_value_pos (GTK_SCALE (amount->scale), GTK_POS_RIGHT);
  gtk_widget_set_size_request (amount->scale, WIDTH, -1);
  gtk_widget_set_no_show_all (amount->label, TRUE);
  gtk_widget_set_no_show_all (amount->scale, TRUE);
  gtk_container_add (GTK_CONTAINER (box), amount->label);
  gtk_container_add (GTK_CONTAINER (box), amount->scale);
  g_signal_connect (amount->scale, "format-value", G_CALLBACK (format_amount),
                    amount);
  g_signal_connect (amount->scale, "value-changed", G_CALLBACK (amount_changed),
                    amount);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (update_amount),
                            amount);
  g_signal_connect (box, "destroy", G_CALLBACK (amount_destroyed), amount);
  update_amount (amount);

  return box;
}
