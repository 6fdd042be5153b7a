/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/compare/hom-compare-view.h"
#include "ui/placement/hom-placement.h"

G_BEGIN_DECLS

/**
 * HomPlacementEditor:
 *
 * The editor lets the user move the layer in a #HomCompareView over its
 * reference. The corners, the edges, or all of the layer are dragged; or
 * details of it are, each of which becomes a pin, to where they belong. A loupe
 * shows the pixels of both meanwhile. Tab goes round the pins, the arrow keys
 * move one by 1 pixel, with Shift by 10, with Ctrl by 0.1; Delete removes it,
 * and Ctrl+Z undoes.
 *
 * The signal “moved” tells that the user has moved the layer, “changed” that
 * there are other pins, another one is selected, or the mode is another.
 */
#define HOM_TYPE_PLACEMENT_EDITOR (hom_placement_editor_get_type ())
G_DECLARE_FINAL_TYPE (HomPlacementEditor, hom_placement_editor, HOM, PLACEMENT_EDITOR, GObject)

HomPlacementEditor *hom_placement_editor_new           (HomCompareView     *view);
void                hom_placement_editor_start         (HomPlacementEditor *editor,
                                                        const HomBox       *box,
                                                        const HomMatrix    *h);
void                hom_placement_editor_set_mode      (HomPlacementEditor *editor,
                                                        HomPlacementMode    mode);
void                hom_placement_editor_set_model     (HomPlacementEditor *editor,
                                                        HomModel            model);
const HomPlacement *hom_placement_editor_get_placement (HomPlacementEditor *editor);

gint                hom_placement_editor_get_pin       (HomPlacementEditor *editor);
void                hom_placement_editor_set_pin       (HomPlacementEditor *editor,
                                                        const HomPin       *where);
void                hom_placement_editor_add_pin       (HomPlacementEditor *editor);
void                hom_placement_editor_remove_pin    (HomPlacementEditor *editor);

G_END_DECLS
