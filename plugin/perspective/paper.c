/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/perspective/paper.h"

const Choice paper_choices[] = {
  { "none", N_ ("As photographed"), PAPER_NONE },
  { "a3", N_ ("A3"), PAPER_A3 },
  { "a4", N_ ("A4"), PAPER_A4 },
  { "a5", N_ ("A5"), PAPER_A5 },
  { "a6", N_ ("A6"), PAPER_A6 },
  { "letter", N_ ("US Letter"), PAPER_LETTER },
  { "legal", N_ ("US Legal"), PAPER_LEGAL },
  { "card", N_ ("Bank card (ID-1)"), PAPER_CARD },
  { NULL },
};

/* Returns: (nullable): the sizes of a choice; NULL for PAPER_NONE. */
const HomPaper *
paper_find (Paper paper)
{
  return hom_paper_find (choice_find (paper_choices, paper)->nick);
}
