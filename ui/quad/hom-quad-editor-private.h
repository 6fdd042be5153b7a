/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/quad/hom-quad-choices.h"
#include "ui/quad/hom-quad-editor.h"
#include "ui/quad/hom-quad-history.h"

G_BEGIN_DECLS

/* What the files of the editor share. */

/* A series of changes is one step of the history: see hom_quad_history_set().
 * Those by the keys and by the numbers follow, one for each part.
 */
#define SERIES_DRAG    1
#define SERIES_KEYS    2
#define SERIES_NUMBERS (SERIES_KEYS + HOM_QUAD_INSIDE + 1)

/* @part: the part that was taken last.
 * @hover: the part that is under the pointer.
 * @choices: the quadrilaterals that one can go to.
 * @hovered_choice: the one that a click would go to, or -1.
 * @is_click: whether the button was pressed, and the pointer has not gone far.
 * @press: where that was, on the widget.
 * @is_dragged: whether @part follows the pointer.
 * @by_keys: whether the keys were used last, so that the loupe stays at the
 *   corner.
 * @fit: what the view shows, where it shows all.
 * @grab: the pointer at the start of the drag, in the picture.
 * @start: the corners at the start of the drag.
 */
struct _HomQuadEditor
{
  HomCanvas parent_instance;

  HomQuadHistory *history;
  HomQuadPart     part;
  HomQuadPart     hover;
  HomQuadChoices  choices;
  gint            hovered_choice;
  gboolean        is_click;
  HomPoint        press;
  gboolean        is_dragged;
  gboolean        by_keys;
  HomBox          fit;
  HomPoint        grab;
  HomPoint        start[4];
};

void hom_quad_editor_class_init_input (GtkWidgetClass *klass);
void hom_quad_editor_change           (HomQuadEditor  *editor,
                                       const HomPoint  quad[4],
                                       gint            series);
void hom_quad_editor_fit              (HomQuadEditor  *editor);
void hom_quad_editor_on_widget        (HomQuadEditor  *editor,
                                       HomPoint        quad[4]);
void hom_quad_editor_ask              (HomQuadEditor  *editor,
                                       HomPoint        point);

G_END_DECLS
