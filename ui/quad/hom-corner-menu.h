/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/quad/hom-quad-editor.h"

G_BEGIN_DECLS

/**
 * HomCornerMenu:
 *
 * The button opens a menu of corners that an editor can take.
 */
#define HOM_TYPE_CORNER_MENU (hom_corner_menu_get_type ())
G_DECLARE_FINAL_TYPE (HomCornerMenu, hom_corner_menu, HOM, CORNER_MENU, GtkMenuButton)

GtkWidget *hom_corner_menu_new (HomQuadEditor  *editor);
void       hom_corner_menu_add (HomCornerMenu  *menu,
                                const gchar    *label,
                                const HomPoint  quad[4]);

G_END_DECLS
