/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/controls/hom-widgets.h"
#include "ui/quad/hom-corner-grid.h"

/* The largest number that can be entered: far more than an image can be wide.
 */
#define MOST 1e7

/* Numbers are shown with this many digits: one that differs by less than the
 * rest was not entered.
 */
#define DIGITS    2
#define ROUND_OFF 0.00501

struct _HomCornerGrid
{
  GtkGrid parent_instance;

  GtkWidget *spins[4][2];
  HomPoint   quad[4];
  gboolean   updating;
};

enum
{
  CORNER_CHANGED,
  CORNER_FOCUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomCornerGrid, hom_corner_grid, GTK_TYPE_GRID)

static gint
find_corner (HomCornerGrid *grid, GtkWidget *spin)
{
  for (gint i = 0; i < 8; i++)
    if (grid->spins[i / 2][i % 2] == spin)
      return i / 2;

  return -1;
}

static gdouble
read_number (GtkWidget *spin, gdouble present)
{
  gdouble value = gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin));

  return fabs (value - present) < ROUND_OFF ? present : value;
}

static void
value_changed (GtkWidget *spin, HomCornerGrid *grid)
{
  gint    i = find_corner (grid, spin);
  gdouble x, y;

  if (grid->updating)
    return;

  x = read_number (grid->spins[i][0], grid->quad[i].x);
  y = read_number (grid->spins[i][1], grid->quad[i].y);
  if (x != grid->quad[i].x || y != grid->quad[i].y)
    g_signal_emit (grid, signals[CORNER_CHANGED], 0, i, x, y);
}

static gboolean
focus_in (GtkWidget *spin, GdkEventFocus *event, HomCornerGrid *grid)
{
  g_signal_emit (grid, signals[CORNER_FOCUSED], 0, find_corner (grid, spin));

  return FALSE;
}

static void
hom_corner_grid_class_init (HomCornerGridClass *klass)
{
  signals[CORNER_CHANGED] = g_signal_new (
      "corner-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
      NULL, NULL, G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[CORNER_FOCUSED] = g_signal_new ("corner-focused",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static GtkWidget *
create_spin (HomCornerGrid *grid, const gchar *name)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (-MOST, MOST, 1.0);

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), DIGITS);
  gtk_entry_set_width_chars (GTK_ENTRY (spin), 7);
  gtk_entry_set_activates_default (GTK_ENTRY (spin), TRUE);
  gtk_widget_set_hexpand (spin, TRUE);
  hom_widget_set_names (spin, name, NULL);
  g_signal_connect (spin, "value-changed", G_CALLBACK (value_changed), grid);
  g_signal_connect (spin, "focus-in-event", G_CALLBACK (focus_in), grid);

  return spin;
}

static void
hom_corner_grid_init (HomCornerGrid *grid)
{
  const gchar *const labels[]   = { N_ ("_1 Top left"), N_ ("_2 Top right"),
                                    N_ ("_3 Bottom right"),
                                    N_ ("_4 Bottom left") };
  const gchar *const names[][2] = {
    { N_ ("Top left x"), N_ ("Top left y") },
    { N_ ("Top right x"), N_ ("Top right y") },
    { N_ ("Bottom right x"), N_ ("Bottom right y") },
    { N_ ("Bottom left x"), N_ ("Bottom left y") },
  };

  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);
  /* a screen reader says the name of each number */
  gtk_grid_attach (GTK_GRID (grid), gtk_label_new ("x"), 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), gtk_label_new ("y"), 2, 0, 1, 1);
  for (gint i = 0; i < 4; i++)
    {
      GtkWidget *label = gtk_label_new_with_mnemonic (_ (labels[i]));

      gtk_label_set_xalign (GTK_LABEL (label), 0.0);
      gtk_grid_attach (GTK_GRID (grid), label, 0, 1 + i, 1, 1);
      for (gint axis = 0; axis < 2; axis++)
        {
          grid->spins[i][axis] = create_spin (grid, _ (names[i][axis]));
          gtk_grid_attach (GTK_GRID (grid), grid->spins[i][axis], 1 + axis,
                           1 + i, 1, 1);
        }
      gtk_label_set_mnemonic_widget (GTK_LABEL (label), grid->spins[i][0]);
    }
}

GtkWidget *
hom_corner_grid_new (void)
{
  return g_object_new (HOM_TYPE_CORNER_GRID, NULL);
}

/* Shows other corners, without a signal. */
void
hom_corner_grid_set_quad (HomCornerGrid *grid, const HomPoint quad[4])
{
  grid->updating = TRUE;
  for (gint i = 0; i < 4; i++)
    {
      grid->quad[i] = quad[i];
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (grid->spins[i][0]),
                                 quad[i].x);
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (grid->spins[i][1]),
                                 quad[i].y);
    }
  grid->updating = FALSE;
}
