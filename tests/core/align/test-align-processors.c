/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/hom-processor.h"
#include "homography/hom-align.h"
#include "test-pair.h"

/* Alignments by the kernels of every processor beside those of the plain one.
 */

/* In pixels: what is left of roundings where the descent ends. */
#define SAME 1e-4

static const gchar *const names[] = { "generic", "v3", "v4" };

typedef struct
{
  gint     seed;
  gboolean has_start;
  gboolean has_mask;

  HomAlignLoss loss;
} Case;

/* With keypoints, and with a start; with a mask, and without. */
static const Case cases[] = { { 1, TRUE, FALSE, HOM_ALIGN_SSD },
                              { 2, FALSE, FALSE, HOM_ALIGN_AUTO },
                              { 3, TRUE, TRUE, HOM_ALIGN_LOCAL },
                              { 4, FALSE, TRUE, HOM_ALIGN_ROBUST } };

static HomMatrix
align (const Case *test)
{
  const HomMatrix identity  = HOM_MATRIX_IDENTITY;
  g_autoptr (TestPair) pair = test_pair_new_off (test->seed, 6.0);
  HomAlignOptions options   = { HOM_MODEL_HOMOGRAPHY, test->loss };
  g_autoptr (GError) error  = NULL;
  HomAlignment alignment;

  if (test->has_start)
    options.start = &identity;
  if (test->has_mask)
    {
      for (gint i = 0; i < 50; i++)
        *hom_image_pixel (pair->reference_mask, 100 + i, 90) = 0.0f;
      pair->reference.mask = pair->reference_mask;
    }
  hom_align (&pair->reference, &pair->moving, &options, NULL, &alignment,
             &error);
  g_assert_no_error (error);

  return alignment.h;
}

static void
test_same (gconstpointer data)
{
  const HomImage size = { NULL, 0, 0, 320, 240, 1, 320 };
  const HomBox   box  = hom_image_box (&size);

  if (! hom_processor_use (data))
    {
      g_test_skip ("this processor cannot run it");
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HomMatrix plain, other;

      hom_processor_use ("generic");
      plain = align (&cases[i]);
      hom_processor_use (data);
      other = align (&cases[i]);
      g_assert_cmpfloat (test_corner_error (&other, &plain, &box), <, SAME);
    }
}

/* The levels that fuse a·b + c have the same roundings. */
static void
test_fused (void)
{
  if (! hom_processor_use ("v4"))
    {
      g_test_skip ("this processor cannot run it");
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HomMatrix v3, v4;

      hom_processor_use ("v3");
      v3 = align (&cases[i]);
      hom_processor_use ("v4");
      v4 = align (&cases[i]);
      g_assert_cmpmem (&v3, sizeof (v3), &v4, sizeof (v4));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 1; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree gchar *path = g_strconcat ("/core/align-processors/same/",
                                            names[i], NULL);

      g_test_add_data_func (path, names[i], test_same);
    }
  g_test_add_func ("/core/align-processors/fused", test_fused);

  return g_test_run ();
}
