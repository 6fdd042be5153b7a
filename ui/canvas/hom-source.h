/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "ui/canvas/hom-overview.h"

G_BEGIN_DECLS

/**
 * HomSource:
 *
 * A source is a picture of any size, of which only what the screen shows is in
 * memory: an overview of 1024 × 1024 pixels, and a few closer parts. A large
 * picture is read bit by bit when the main loop is idle; the signal “changed”
 * tells that more of it is there.
 */
#define HOM_TYPE_SOURCE (hom_source_get_type ())
G_DECLARE_FINAL_TYPE (HomSource, hom_source, HOM, SOURCE, GObject)

HomSource    *hom_source_new           (const HomBox      *box,
                                        HomReadFunc        read,
                                        gpointer           data,
                                        GDestroyNotify     destroy);
HomSource    *hom_source_new_for_image (const HomImage    *image);
const HomBox *hom_source_get_box       (HomSource         *source);
gboolean      hom_source_render        (HomSource         *source,
                                        const HomMatrix   *w,
                                        const HomSampling *how,
                                        HomImage          *output);
const HomTile *
              hom_source_get_part      (HomSource         *source,
                                        const HomBox      *box,
                                        gdouble            reduction);
HomOverview  *hom_source_get_overview  (HomSource         *source,
                                        gint               most);

G_END_DECLS
