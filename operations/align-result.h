/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align-picture.h"

G_BEGIN_DECLS

/* The alignment of two nodes' pictures, found once and kept until something
 * changes.
 */

/**
 * AlignQuestion:
 *
 * All that an alignment depends on, but the pixels.
 */
typedef struct
{
  AlignSource  moving, reference;
  HomModel     model;
  HomAlignLoss loss;
  gboolean     search;
} AlignQuestion;

/**
 * AlignResult:
 * @question: what was asked last.
 * @is_stale: whether the pixels may have changed since. Atomic.
 * @is_known: whether there is an answer at all.
 * @message: (nullable): why there is no alignment.
 * @found: the alignment, where there is no message.
 * @is_told: whether somebody was told.
 */
typedef struct
{
  AlignQuestion question;
  gint          is_stale;
  gboolean      is_known;
  gchar        *message;
  HomAlignment  found;
  gint          is_told;
} AlignResult;

void     align_result_clear  (AlignResult         *result);
void     align_result_update (AlignResult         *result,
                              const AlignQuestion *question);
gboolean align_result_found  (const AlignResult   *result);
gchar   *align_result_matrix (const AlignResult   *result);
void     align_result_print  (const AlignResult   *result);

G_END_DECLS
