/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "homography.h"

G_BEGIN_DECLS

/* These functions draw over pictures, by light lines with a dark border, which
 * are seen on any of them. All coordinates are those of @cr.
 */

/* The color of what is wrong is seen on light and dark pictures. */
#define HOM_DRAW_WARNING ((GdkRGBA) { 1.0, 0.25, 0.25, 1.0 })

void hom_draw_stroke        (cairo_t         *cr,
                             const GdkRGBA   *color,
                             gdouble          width);
void hom_draw_quad          (cairo_t         *cr,
                             const HomPoint   quad[4],
                             const GdkRGBA   *color);
void hom_draw_result        (cairo_t         *cr,
                             const HomPoint   quad[4],
                             gboolean         is_valid);
void hom_draw_grid          (cairo_t         *cr,
                             const HomPoint   quad[4],
                             gint             n,
                             const GdkRGBA   *color);
void hom_draw_handle        (cairo_t         *cr,
                             HomPoint         point,
                             gdouble          radius,
                             const GdkRGBA   *fill,
                             const GdkRGBA   *line);
void hom_draw_caption       (cairo_t         *cr,
                             GtkWidget       *widget,
                             const gchar     *text,
                             HomPoint         middle);
void hom_draw_accent        (GtkWidget       *widget,
                             GdkRGBA         *color);
void hom_draw_reserve_lines (GtkWidget       *label,
                             gint             n);

G_END_DECLS
