/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private: what the files of HomAlignPanel share.
 */

#pragma once

#include "ui/align/hom-align-layout.h"
#include "ui/align/hom-align-panel.h"
#include "ui/align/hom-align-way.h"

G_BEGIN_DECLS

/* @names: of the layers.
 * @sources: their pictures.
 * @shown: where they are seen before they are aligned.
 * @reference: (nullable): the picture that stays.
 * @run: (nullable): what is going on.
 * @outcomes: one for each layer.
 * @layer: the one that is shown.
 * @hand: moves that one.
 * @way: shows how @run goes on.
 * @pins: (nullable): of #HomPin: what @run must keep to, and
 * @start: where it starts then.
 */
struct _HomAlignPanel
{
  GtkBox parent_instance;

  HomAlignJob      job;
  gchar          **names;
  HomSource      **sources;
  HomMatrix       *shown;
  HomSource       *reference;
  HomAlignLayout   layout;
  HomAlignRun     *run;
  HomAlignOutcome *outcomes;
  gint             layer;
  HomHand         *hand;
  HomAlignWay     *way;
  GArray          *pins;
  HomMatrix        start;
};

HomAlignOutcome *hom_align_panel_get_outcome   (HomAlignPanel   *panel);
const gboolean  *hom_align_panel_get_checked   (HomAlignPanel   *panel);
const HomMatrix *hom_align_panel_get_matrix    (HomAlignPanel   *panel);
void             hom_align_panel_show_at       (HomAlignPanel   *panel,
                                                const HomMatrix *h);
void             hom_align_panel_show_pictures (HomAlignPanel   *panel);
void             hom_align_panel_show_outcomes (HomAlignPanel   *panel);

G_END_DECLS
