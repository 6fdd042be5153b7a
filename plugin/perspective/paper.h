/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"
#include "plugin/arguments/choice.h"

G_BEGIN_DECLS

/* Offers the sizes of paper. */

typedef enum
{
  PAPER_NONE,
  PAPER_A3,
  PAPER_A4,
  PAPER_A5,
  PAPER_A6,
  PAPER_LETTER,
  PAPER_LEGAL,
  PAPER_CARD,
} Paper;

extern const Choice paper_choices[];

const HomPaper *paper_find (Paper paper);

G_END_DECLS
