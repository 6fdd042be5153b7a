/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "homography.h"

G_BEGIN_DECLS

/* What the tests of the widgets have in common. */

HomImage        *test_picture_new (gint             width,
                                   gint             height);
GtkWidget       *test_window_new  (GtkWidget       *child,
                                   gint             width,
                                   gint             height);
void             test_settle      (void);
GtkWidget       *test_find_widget (GtkWidget       *widget,
                                   AtkRole          role,
                                   const gchar     *name);
cairo_surface_t *test_draw        (GtkWidget       *widget);
guint32          test_pixel       (cairo_surface_t *surface,
                                   gint             x,
                                   gint             y);

void             test_press       (GtkWidget       *widget,
                                   gint             button,
                                   HomPoint         point);
void             test_move        (GtkWidget       *widget,
                                   HomPoint         point,
                                   GdkModifierType  state);
void             test_release     (GtkWidget       *widget,
                                   gint             button,
                                   HomPoint         point);
void             test_drag        (GtkWidget       *widget,
                                   gint             button,
                                   HomPoint         from,
                                   HomPoint         to);
void             test_scroll      (GtkWidget       *widget,
                                   HomPoint         point,
                                   gdouble          dy);
gboolean         test_key         (GtkWidget       *widget,
                                   guint            keyval,
                                   GdkModifierType  state);
gboolean         test_key_release (GtkWidget       *widget,
                                   guint            keyval);

G_END_DECLS
