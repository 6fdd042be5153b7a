/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "test-pair.h"

static void
append_step (const HomAlignStep *step, gpointer data)
{
  g_array_append_vals (data, step, 1);
}

static GArray *
align_observed (const TestPair  *pair,
                HomAlignOptions *options,
                HomAlignment    *alignment)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (HomAlignStep));
  GError *error = NULL;

  options->observer      = append_step;
  options->observer_data = steps;
  g_assert_true (hom_align (&pair->reference, &pair->moving, options, NULL,
                            alignment, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (steps->len, >, 0);

  return steps;
}

/* From the one start there is, the levels come one after another, and each one
 * counts its steps.
 */
static void
test_levels (void)
{
  g_autoptr (TestPair) pair = test_pair_new_off (3, 6.0);
  HomAlignOptions options   = { .model = HOM_MODEL_HOMOGRAPHY,
                                .start = &HOM_MATRIX_IDENTITY };
  HomAlignment    alignment;
  g_autoptr (GArray) steps = align_observed (pair, &options, &alignment);

  for (guint i = 0; i < steps->len; i++)
    {
      const HomAlignStep *step = &g_array_index (steps, HomAlignStep, i);

      g_assert_cmpint (step->n_levels, ==, alignment.n_levels);
      g_assert_cmpint (step->level, >=, 0);
      g_assert_cmpint (step->level, <, step->n_levels);
      g_assert_cmpint (step->iteration, <=, alignment.iterations[step->level]);
      g_assert_cmpfloat (step->loss, >=, 0.0);
      g_assert_cmpfloat (step->loss, <=, 2.0);
      if (i > 0)
        {
          g_assert_cmpint (step->level, <=, step[-1].level);
          if (step->level == step[-1].level)
            g_assert_cmpint (step->iteration, >=, step[-1].iteration);
          else
            g_assert_cmpint (step->iteration, ==, 0);
        }
    }
  g_assert_cmpint (g_array_index (steps, HomAlignStep, steps->len - 1).level,
                   ==, 0);
}

/* The first matrix is the start and the last one the result; between them the
 * pictures come nearer.
 */
static void
test_way (void)
{
  g_autoptr (TestPair) pair = test_pair_new_off (4, 6.0);
  HomAlignOptions options   = { .model      = HOM_MODEL_HOMOGRAPHY,
                                .start      = &HOM_MATRIX_IDENTITY,
                                .keep_model = TRUE };
  HomAlignment    alignment;
  g_autoptr (GArray) steps  = align_observed (pair, &options, &alignment);
  const HomAlignStep *first = &g_array_index (steps, HomAlignStep, 0);
  const HomAlignStep *last  = &g_array_index (steps, HomAlignStep,
                                              steps->len - 1);

  g_assert_cmpfloat_with_epsilon (test_pair_error (pair, &first->h),
                                  test_pair_error (pair, &HOM_MATRIX_IDENTITY),
                                  1e-6);
  g_assert_cmpfloat_with_epsilon (test_pair_error (pair, &last->h),
                                  test_pair_error (pair, &alignment.h), 1e-6);
  g_test_message ("loss %.5f → %.5f in %u steps", first->loss, last->loss,
                  steps->len);
  g_assert_cmpfloat (last->loss, <, 0.1 * first->loss);
}

/* Where the start is hopeless, others are seen to be tried. */
static void
test_also_search (void)
{
  g_autoptr (TestPair) pair = test_pair_new_off (5, 6.0);
  HomMatrix       far       = hom_matrix_translation (150.0, -120.0);
  HomAlignOptions options   = { .model = HOM_MODEL_HOMOGRAPHY, .start = &far };
  HomAlignment    alignment;
  gboolean        rises = FALSE;

  g_assert_false (hom_align (&pair->reference, &pair->moving, &options, NULL,
                             &alignment, NULL));

  options.also_search      = TRUE;
  g_autoptr (GArray) steps = align_observed (pair, &options, &alignment);
  for (guint i = 1; i < steps->len; i++)
    rises |= g_array_index (steps, HomAlignStep, i).level >
             g_array_index (steps, HomAlignStep, i - 1).level;
  g_assert_true (rises);
  g_assert_cmpfloat (test_pair_error (pair, &alignment.h), <, 0.01);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/align-observer/levels", test_levels);
  g_test_add_func ("/core/align-observer/way", test_way);
  g_test_add_func ("/core/align-observer/also-search", test_also_search);

  return g_test_run ();
}
