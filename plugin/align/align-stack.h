/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/align/alignment.h"

G_BEGIN_DECLS

/**
 * AlignStack:
 *
 * The stack aligns layers one after another. No more than two of the pictures
 * are in memory at a time. For each layer call align_stack_read() until all is
 * read, then align_stack_run(), then align_stack_finish(). Only
 * align_stack_run() may be called in another thread: it does not talk to GIMP.
 */
typedef struct _AlignStack AlignStack;

AlignStack   *align_stack_new         (const AlignArguments *arguments,
                                       GimpImage            *image,
                                       GimpDrawable        **drawables,
                                       GError              **error);
void          align_stack_free        (AlignStack           *stack);
gboolean      align_stack_read        (AlignStack           *stack,
                                       gint                  layer,
                                       gboolean             *is_done,
                                       GError              **error);
void          align_stack_start_at    (AlignStack           *stack,
                                       const HomMatrix      *start);
gboolean      align_stack_run         (AlignStack           *stack,
                                       HomProgressFunc       progress,
                                       HomAlignObserver      observer,
                                       gpointer              watched,
                                       GCancellable         *cancellable,
                                       GError              **error);
gboolean      align_stack_finish      (AlignStack           *stack,
                                       Alignment            *alignment,
                                       GError              **error);
GimpDrawable *align_stack_get_culprit (AlignStack           *stack);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AlignStack, align_stack_free)

G_END_DECLS
