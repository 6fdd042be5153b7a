/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-align-types.h"

G_BEGIN_DECLS

/**
 * HomAligner:
 *
 * A reference that is prepared for laying several pictures over it, one after
 * another.
 */
typedef struct _HomAligner HomAligner;

HOM_PUBLIC
HomAligner *hom_aligner_new  (const HomPicture      *reference,
                              GError               **error);
HOM_PUBLIC
void        hom_aligner_free (HomAligner            *aligner);
HOM_PUBLIC
gboolean    hom_aligner_run  (HomAligner            *aligner,
                              const HomPicture      *moving,
                              const HomAlignOptions *options,
                              GCancellable          *cancellable,
                              HomAlignment          *alignment,
                              GError               **error);

HOM_PUBLIC
gboolean    hom_align        (const HomPicture      *reference,
                              const HomPicture      *moving,
                              const HomAlignOptions *options,
                              GCancellable          *cancellable,
                              HomAlignment          *alignment,
                              GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomAligner, hom_aligner_free)

G_END_DECLS
