/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-canvas.h"
#include "ui/quad/hom-quad-part.h"

G_BEGIN_DECLS

/**
 * HomQuadEditor:
 *
 * The editor shows a quadrilateral on a picture. Its corners and edges are
 * dragged, or all of it from the inside; a loupe shows the pixels under a
 * corner meanwhile, and with Shift it snaps to where edges cross. Tab goes round the corners, the arrow keys move the part
 * that was taken last by 1 pixel of the picture, with Shift by 10, with Ctrl by
 * 0.1; Ctrl+Z undoes and Ctrl+Y does again.
 *
 * Other quadrilaterals that were found are outlined. A click inside one goes to
 * it, and so do Page Down and Page Up and, while no corner is selected, Tab.
 *
 * The signal “changed” tells that a corner has moved, “selected” that another
 * part was taken, “asked” (point) that a point of the picture was
 * double-clicked: a sheet is wanted there.
 */
#define HOM_TYPE_QUAD_EDITOR (hom_quad_editor_get_type ())
G_DECLARE_FINAL_TYPE (HomQuadEditor, hom_quad_editor, HOM, QUAD_EDITOR, HomCanvas)

GtkWidget      *hom_quad_editor_new         (HomSource          *source);
void            hom_quad_editor_start       (HomQuadEditor      *editor,
                                             const HomPoint      quad[4]);
void            hom_quad_editor_set_quad    (HomQuadEditor      *editor,
                                             const HomPoint      quad[4]);
void            hom_quad_editor_set_corner  (HomQuadEditor      *editor,
                                             gint                corner,
                                             HomPoint            point);
const HomPoint *hom_quad_editor_get_quad    (HomQuadEditor      *editor);
void            hom_quad_editor_set_choices (HomQuadEditor      *editor,
                                             const HomFoundQuad *found,
                                             gint                n);
void            hom_quad_editor_choose      (HomQuadEditor      *editor,
                                             gint                choice);
void            hom_quad_editor_choose_next (HomQuadEditor      *editor,
                                             gint                step);
gint            hom_quad_editor_get_choice  (HomQuadEditor      *editor);
void            hom_quad_editor_select      (HomQuadEditor      *editor,
                                             HomQuadPart         part);
HomQuadPart     hom_quad_editor_get_part    (HomQuadEditor      *editor);
gboolean        hom_quad_editor_can_undo    (HomQuadEditor      *editor);
gboolean        hom_quad_editor_can_redo    (HomQuadEditor      *editor);
void            hom_quad_editor_undo        (HomQuadEditor      *editor);
void            hom_quad_editor_redo        (HomQuadEditor      *editor);
gboolean        hom_quad_editor_key         (HomQuadEditor      *editor,
                                             const GdkEventKey  *event);

G_END_DECLS
