/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography/homography.h"

G_BEGIN_DECLS

void test_sheet_draw         (HomImage       *image,
                              const HomPoint  quad[4],
                              gdouble         value);
void test_sheet_draw_rounded (HomImage       *image,
                              const HomPoint  quad[4],
                              gdouble         radius,
                              gdouble         value);
void test_sheet_part         (const HomPoint  quad[4],
                              const HomBox   *box,
                              HomPoint        part[4]);

G_END_DECLS
