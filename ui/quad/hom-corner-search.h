/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/quad/hom-quad-editor.h"

G_BEGIN_DECLS

/**
 * HomCornerSearch:
 *
 * The bar has the corners of an editor found: a button looks for them, another
 * goes from one sheet to the next where there are several. A double-click in the
 * picture looks for corners around it. Whatever else moves
 * the corners ends a search.
 *
 * It can be disabled: nothing is looked for then, and what was found is neither
 * offered nor spoken of.
 *
 * The signal “found” (corners, is_first) tells that the editor has new choices,
 * and where the most likely corners are; it is for the handler to take them.
 * The signal “changed” tells that another hint is due, or that a search has
 * begun or ended.
 */
#define HOM_TYPE_CORNER_SEARCH (hom_corner_search_get_type ())
G_DECLARE_FINAL_TYPE (HomCornerSearch, hom_corner_search, HOM, CORNER_SEARCH, GtkBox)

GtkWidget   *hom_corner_search_new          (HomQuadEditor   *editor);
void         hom_corner_search_look_in      (HomCornerSearch *search,
                                             HomSource       *source,
                                             const HomMatrix *shown);
void         hom_corner_search_set_enabled  (HomCornerSearch *search,
                                             gboolean         is_enabled);
void         hom_corner_search_start        (HomCornerSearch *search,
                                             gboolean         is_first);
gboolean     hom_corner_search_is_first     (HomCornerSearch *search);
gboolean     hom_corner_search_is_untouched (HomCornerSearch *search);
gint         hom_corner_search_count        (HomCornerSearch *search);
gboolean     hom_corner_search_go_on        (HomCornerSearch *search);
const gchar *hom_corner_search_get_hint     (HomCornerSearch *search,
                                             gboolean        *is_warning);

G_END_DECLS
