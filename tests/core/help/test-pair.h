/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "test-pictures.h"

G_BEGIN_DECLS

/* Two pictures of one scene, to be aligned. The truth is the forward matrix: it
 * takes a point of the moving picture to the point of the reference that shows
 * the same. The masks are all 1, and not yet in use.
 */
typedef struct
{
  TestScene  scene;
  HomMatrix  truth;
  HomImage  *reference_image;
  HomImage  *reference_mask;
  HomImage  *moving_image;
  HomImage  *moving_mask;
  HomPicture reference;
  HomPicture moving;
} TestPair;

TestPair *test_pair_new     (guint32          seed,
                             const HomImage  *reference_box,
                             const HomImage  *moving_box);
TestPair *test_pair_new_off (guint32          seed,
                             gdouble          reach);
TestPair *test_pair_new_drawn
                            (guint32          seed,
                             const HomMatrix *truth);
HomMatrix test_pair_similarity
                            (gdouble          degrees,
                             gdouble          scale,
                             gdouble          dx,
                             gdouble          dy);
void      test_pair_free    (TestPair        *pair);
void      test_pair_draw    (TestPair        *pair,
                             const HomMatrix *truth);
gdouble   test_pair_error   (const TestPair  *pair,
                             const HomMatrix *h);
gdouble   test_median       (gdouble         *errors,
                             gint             n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPair, test_pair_free)

G_END_DECLS
