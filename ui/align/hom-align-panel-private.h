/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * This header is private: it declares what the files of HomAlignPanel share.
 */

#pragma once

#include "ui/align/hom-align-layout.h"
#include "ui/align/hom-align-panel.h"
#include "ui/align/hom-align-progress.h"

G_BEGIN_DECLS

/* @funcs: the functions that align the layers.
 * @names: the names of the layers.
 * @sources: their pictures.
 * @shown: the matrices by which they are seen before they are aligned.
 * @reference: (nullable): the picture that stays in place.
 * @job: (nullable): the job that is being done.
 * @outcomes: what is known of each layer.
 * @layer: the number of the layer that is shown.
 * @home: the layer that was shown when @job began.
 * @is_chosen: whether the user has chosen another one since.
 * @follows: whether one is being chosen by the panel itself.
 * @editor: moves that layer by hand.
 * @progress: shows how far @job has come.
 * @pins: (nullable): an array of #HomPin, which @job must keep to.
 * @start: where @job starts then.
 */
struct _HomAlignPanel
{
  GtkBox parent_instance;

  HomAlignFuncs       funcs;
  gchar             **names;
  HomSource         **sources;
  HomMatrix          *shown;
  HomSource          *reference;
  HomAlignLayout      layout;
  HomAlignJob        *job;
  HomAlignOutcome    *outcomes;
  gint                layer;
  gint                home;
  gboolean            is_chosen, follows;
  HomPlacementEditor *editor;
  HomAlignProgress   *progress;
  GArray             *pins;
  HomMatrix           start;
};

HomAlignOutcome *hom_align_panel_get_outcome   (HomAlignPanel   *panel);
const HomMatrix *hom_align_panel_get_matrix    (HomAlignPanel   *panel);
void             hom_align_panel_show_at       (HomAlignPanel   *panel,
                                                const HomMatrix *h);
void             hom_align_panel_show_pictures (HomAlignPanel   *panel);
void             hom_align_panel_show_outcomes (HomAlignPanel   *panel);

void             hom_align_panel_keys_class_init
                                               (GtkWidgetClass  *klass);

G_END_DECLS
