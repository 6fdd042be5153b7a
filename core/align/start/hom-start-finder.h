/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "align/start/hom-start-candidate.h"

G_BEGIN_DECLS

/* Private: candidates for the start of an alignment, when that is not known. */

/**
 * HomStartFinder:
 *
 * A reference and the keypoints found in it so far, for several moving
 * pictures, one after another.
 */
typedef struct _HomStartFinder HomStartFinder;

/**
 * HomStartList:
 *
 * The candidates for one moving picture, found as they are asked for.
 */
typedef struct _HomStartList HomStartList;

HomStartFinder *hom_start_finder_new  (const HomImage *grey,
                                       const HomImage *mask);
void            hom_start_finder_free (HomStartFinder *finder);

HomStartList *hom_start_list_new  (HomStartFinder *finder,
                                   const HomImage *grey,
                                   const HomImage *mask,
                                   HomModel        model);
void          hom_start_list_free (HomStartList   *list);
gint          hom_start_list_next (HomStartList   *list,
                                   HomCandidate    candidates[],
                                   GCancellable   *cancellable,
                                   GError        **error);
gint          hom_start_list_quick (HomStartList  *list,
                                    HomCandidate   candidates[],
                                    GCancellable  *cancellable,
                                    GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomStartFinder, hom_start_finder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomStartList, hom_start_list_free)

G_END_DECLS
