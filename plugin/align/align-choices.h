/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/arguments/choice.h"

G_BEGIN_DECLS

/* These lists hold the words of an alignment, for its arguments, its dialog and
 * its report.
 */

typedef enum
{
  ALIGN_START_AUTO,
  ALIGN_START_CURRENT,
} AlignStart;

extern const Choice model_choices[];
extern const Choice loss_choices[];
extern const Choice start_choices[];

G_END_DECLS
