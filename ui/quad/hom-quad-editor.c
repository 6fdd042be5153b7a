/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/quad/hom-quad-draw.h"
#include "ui/quad/hom-quad-editor-private.h"

enum
{
  CHANGED,
  SELECTED,
  ASKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomQuadEditor, hom_quad_editor, HOM_TYPE_CANVAS)

static void
describe (HomQuadEditor *editor)
{
  const gchar *const formats[] = {
    N_ ("Top left corner at %.2f, %.2f"),
    N_ ("Top right corner at %.2f, %.2f"),
    N_ ("Bottom right corner at %.2f, %.2f"),
    N_ ("Bottom left corner at %.2f, %.2f"),
  };

  AtkObject      *accessible = gtk_widget_get_accessible (GTK_WIDGET (editor));
  const HomPoint *quad       = hom_quad_editor_get_quad (editor);
  g_autofree gchar *text     = NULL;

  if (hom_quad_part_is_corner (editor->part))
    text = g_strdup_printf (_ (formats[editor->part]), quad[editor->part].x,
                            quad[editor->part].y);
  else
    text = g_strdup (_ ("No corner is selected"));
  atk_object_set_description (accessible, text);
}

/* Has the view, where it shows all, show the corners that lie outside of the
 * picture, too, up to as far away as that is wide. While one is dragged the
 * view stays as it is.
 */
void
hom_quad_editor_fit (HomQuadEditor *editor)
{
  HomSource *source = hom_canvas_get_source (HOM_CANVAS (editor));
  HomBox     box    = *hom_source_get_box (source);
  gdouble    size   = MAX (box.x1 - box.x0, box.y1 - box.y0);
  HomBox     quad   = hom_box_of_points (hom_quad_editor_get_quad (editor), 4);
  HomBox     fit    = { CLAMP (quad.x0, box.x0 - size, box.x0),
                        CLAMP (quad.y0, box.y0 - size, box.y0),
                        CLAMP (quad.x1, box.x1, box.x1 + size),
                        CLAMP (quad.y1, box.y1, box.y1 + size) };

  if (memcmp (&fit, &editor->fit, sizeof (fit)) == 0)
    return;

  editor->fit = fit;
  hom_canvas_set_fit_box (HOM_CANVAS (editor), &fit);
}

/* Changes the corners.
 *
 * @series: see hom_quad_history_set().
 */
void
hom_quad_editor_change (HomQuadEditor *editor,
                        const HomPoint quad[4],
                        gint           series)
{
  hom_quad_history_set (editor->history, quad, series);
  if (! editor->is_dragged)
    hom_quad_editor_fit (editor);
  describe (editor);
  gtk_widget_queue_draw (GTK_WIDGET (editor));
  g_signal_emit (editor, signals[CHANGED], 0);
}

/* Finds where the corners are on the widget. */
void
hom_quad_editor_on_widget (HomQuadEditor *editor, HomPoint quad[4])
{
  const HomPoint *corners = hom_quad_editor_get_quad (editor);

  for (gint i = 0; i < 4; i++)
    quad[i] = hom_canvas_from_picture (HOM_CANVAS (editor), corners[i]);
}

static void
hom_quad_editor_draw_overlay (HomCanvas *canvas, cairo_t *cr)
{
  HomQuadEditor *editor = HOM_QUAD_EDITOR (canvas);
  HomPoint       quad[4];

  hom_quad_editor_on_widget (editor, quad);
  hom_quad_choices_draw (&editor->choices, canvas, cr, editor->hovered_choice);
  hom_quad_draw (GTK_WIDGET (editor), cr, quad, editor->part, editor->hover);
  if (hom_quad_part_is_corner (editor->part) &&
      (editor->is_dragged ||
       (editor->by_keys && gtk_widget_has_focus (GTK_WIDGET (editor)))))
    hom_quad_draw_loupe (canvas, cr, hom_quad_editor_get_quad (editor),
                         editor->part);
}

/* Tells that a sheet is wanted at a point of the picture. */
void
hom_quad_editor_ask (HomQuadEditor *editor, HomPoint point)
{
  g_signal_emit (editor, signals[ASKED], 0, &point);
}

static void
hom_quad_editor_finalize (GObject *object)
{
  hom_quad_history_free (HOM_QUAD_EDITOR (object)->history);

  G_OBJECT_CLASS (hom_quad_editor_parent_class)->finalize (object);
}

static void
hom_quad_editor_class_init (HomQuadEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize       = hom_quad_editor_finalize;
  HOM_CANVAS_CLASS (klass)->draw_overlay = hom_quad_editor_draw_overlay;
  hom_quad_editor_class_init_input (GTK_WIDGET_CLASS (klass));

  signals[CHANGED]  = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  signals[ASKED]    = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
hom_quad_editor_init (HomQuadEditor *editor)
{
  const HomPoint none[4] = { { 0.0, 0.0 } };

  editor->history = hom_quad_history_new (none);
  editor->part    = HOM_QUAD_NONE;
  editor->hover   = HOM_QUAD_NONE;
  hom_quad_editor_set_choices (editor, NULL, 0);
  gtk_widget_add_events (GTK_WIDGET (editor), GDK_LEAVE_NOTIFY_MASK);
}

/* Creates an editor.
 *
 * @source: the picture; the corners are those of its box at first.
 */
GtkWidget *
hom_quad_editor_new (HomSource *source)
{
  GtkWidget *widget = g_object_new (HOM_TYPE_QUAD_EDITOR, NULL);
  HomPoint   quad[4];

  hom_canvas_set_source (HOM_CANVAS (widget), source);
  hom_quad_from_box (hom_source_get_box (source), quad);
  hom_quad_editor_start (HOM_QUAD_EDITOR (widget), quad);

  return widget;
}

/* Starts from corners, with nothing to undo. */
void
hom_quad_editor_start (HomQuadEditor *editor, const HomPoint quad[4])
{
  g_clear_pointer (&editor->history, hom_quad_history_free);
  editor->history         = hom_quad_history_new (quad);
  editor->part            = HOM_QUAD_NONE;
  editor->by_keys         = FALSE;
  editor->choices.present = hom_quad_choices_find (&editor->choices, quad);
  hom_quad_editor_fit (editor);
  describe (editor);
  gtk_widget_queue_draw (GTK_WIDGET (editor));
  g_signal_emit (editor, signals[CHANGED], 0);
}

/* Takes other corners, in one step. */
void
hom_quad_editor_set_quad (HomQuadEditor *editor, const HomPoint quad[4])
{
  editor->choices.present = hom_quad_choices_find (&editor->choices, quad);
  hom_quad_editor_change (editor, quad, 0);
}

/* Offers quadrilaterals that were found, to go to by a click or a key. The
 * corners stay as they are.
 */
void
hom_quad_editor_set_choices (HomQuadEditor      *editor,
                             const HomFoundQuad *found,
                             gint                n)
{
  hom_quad_choices_init (&editor->choices, found, n);
  editor->hovered_choice = -1;
  gtk_widget_queue_draw (GTK_WIDGET (editor));
}

/* Goes to one of them, in one step. */
void
hom_quad_editor_choose (HomQuadEditor *editor, gint choice)
{
  editor->hovered_choice = -1;
  hom_quad_editor_set_quad (editor, editor->choices.quads[choice]);
}

/* Goes to the one that follows.
 *
 * @step: 1, or −1 to go back.
 */
void
hom_quad_editor_choose_next (HomQuadEditor *editor, gint step)
{
  gint next = hom_quad_choices_next (&editor->choices, step);

  if (next >= 0 && ! editor->is_dragged)
    hom_quad_editor_choose (editor, next);
}

/* Returns: the one that was gone to last, wherever its corners were moved
 *   since; -1 for none.
 */
gint
hom_quad_editor_get_choice (HomQuadEditor *editor)
{
  return editor->choices.present;
}

/* Moves one corner; to move the same again and again is one step. */
void
hom_quad_editor_set_corner (HomQuadEditor *editor, gint corner, HomPoint point)
{
  HomPoint quad[4];

  memcpy (quad, hom_quad_editor_get_quad (editor), sizeof (quad));
  quad[corner] = point;
  hom_quad_editor_change (editor, quad, SERIES_NUMBERS + corner);
}

/* Returns: the four corners, in pixels of the picture. */
const HomPoint *
hom_quad_editor_get_quad (HomQuadEditor *editor)
{
  return hom_quad_history_get (editor->history);
}

/* Takes a part, for the arrow keys. */
void
hom_quad_editor_select (HomQuadEditor *editor, HomQuadPart part)
{
  editor->part = part;
  describe (editor);
  gtk_widget_queue_draw (GTK_WIDGET (editor));
  g_signal_emit (editor, signals[SELECTED], 0);
}

/* Returns: the part that was taken last. */
HomQuadPart
hom_quad_editor_get_part (HomQuadEditor *editor)
{
  return editor->part;
}

gboolean
hom_quad_editor_can_undo (HomQuadEditor *editor)
{
  return hom_quad_history_can_undo (editor->history);
}

gboolean
hom_quad_editor_can_redo (HomQuadEditor *editor)
{
  return hom_quad_history_can_redo (editor->history);
}

static void
restored (HomQuadEditor *editor)
{
  gint choice = hom_quad_choices_find (&editor->choices,
                                       hom_quad_editor_get_quad (editor));

  if (choice >= 0)
    editor->choices.present = choice;
  hom_quad_editor_fit (editor);
  describe (editor);
  gtk_widget_queue_draw (GTK_WIDGET (editor));
  g_signal_emit (editor, signals[CHANGED], 0);
}

void
hom_quad_editor_undo (HomQuadEditor *editor)
{
  if (! editor->is_dragged && hom_quad_history_undo (editor->history))
    restored (editor);
}

void
hom_quad_editor_redo (HomQuadEditor *editor)
{
  if (! editor->is_dragged && hom_quad_history_redo (editor->history))
    restored (editor);
}
