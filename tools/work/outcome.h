/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

/**
 * Status:
 * @STATUS_DONE: all is well.
 * @STATUS_LOOK: it was done, and is not so certain that nobody need look at it.
 * @STATUS_SKIPPED: it had been done before.
 * @STATUS_UNSURE: nothing was found, or with too little confidence; nothing was
 *   written.
 * @STATUS_FAILED: it could not be read, aligned or written.
 *
 * What came of a page. The last two count as failed.
 */
typedef enum
{
  STATUS_DONE,
  STATUS_LOOK,
  STATUS_SKIPPED,
  STATUS_UNSURE,
  STATUS_FAILED,
} Status;

#define N_STATUSES (STATUS_FAILED + 1)

/**
 * Outcome:
 * @name: the path of the file as it was given and, of several pages, its number.
 * @is_last: whether no other page of this file follows.
 * @has_corners: whether @corners, @ratio and @confidence say something.
 * @corners: on the upright picture; of an alignment, where the corners of the
 *   picture come to lie on the reference.
 * @ratio: width / height of the page; of an alignment, the overlap.
 * @confidence: of what was found; of an alignment, the agreement.
 * @output: (nullable): the path of what was written.
 * @message: (nullable): what there is to say.
 *
 * The outcome of a page, as the table tells it.
 */
typedef struct
{
  gchar   *name;
  gboolean is_last;
  Status   status;
  gboolean has_corners;
  HomPoint corners[4];
  gdouble  ratio;
  gdouble  confidence;
  gchar   *output;
  gchar   *message;
} Outcome;

void         outcome_clear       (Outcome       *outcome);
void         outcome_fail        (Outcome       *outcome,
                                  GError        *error);
const gchar *status_word         (Status         status);
gboolean     status_is_failure   (Status         status);
GVariant    *outcome_to_variant  (const Outcome *outcome);
void         outcome_from_variant (Outcome      *outcome,
                                  GVariant      *variant);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

G_END_DECLS
