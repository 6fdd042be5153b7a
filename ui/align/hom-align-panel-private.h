/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private: what the files of HomAlignPanel share.
 */

#pragma once

#include "ui/align/hom-align-layout.h"
#include "ui/align/hom-align-panel.h"
#include "ui/align/hom-align-progress.h"

G_BEGIN_DECLS

/* @funcs: align them.
 * @names: of the layers.
 * @sources: their pictures.
 * @shown: where they are seen before they are aligned.
 * @reference: (nullable): the picture that stays.
 * @job: (nullable): what is going on.
 * @outcomes: one for each layer.
 * @layer: the one that is shown.
 * @editor: moves that one.
 * @progress: shows how @job goes on.
 * @pins: (nullable): of #HomPin: what @job must keep to, and
 * @start: where it starts then.
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
  HomPlacementEditor *editor;
  HomAlignProgress   *progress;
  GArray             *pins;
  HomMatrix           start;
};

HomAlignOutcome *hom_align_panel_get_outcome   (HomAlignPanel   *panel);
const gboolean  *hom_align_panel_get_checked   (HomAlignPanel   *panel);
const HomMatrix *hom_align_panel_get_matrix    (HomAlignPanel   *panel);
void             hom_align_panel_show_at       (HomAlignPanel   *panel,
                                                const HomMatrix *h);
void             hom_align_panel_show_pictures (HomAlignPanel   *panel);
void             hom_align_panel_show_outcomes (HomAlignPanel   *panel);

G_END_DECLS
