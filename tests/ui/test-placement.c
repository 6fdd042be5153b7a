/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomPlacement and HomAlignOutcome: no display is needed.
 */

#include "config.h"

#include <math.h>

#include "ui/align/hom-align-outcome.h"
#include "ui/placement/hom-placement.h"
#include "ui/quad/hom-quad-part.h"

static const HomBox box = { 10.0, 20.0, 410.0, 320.0 };

static HomPlacement *
new_placement (HomPlacementMode mode)
{
  const HomMatrix shift     = hom_matrix_translation (5.0, -3.0);
  HomPlacement   *placement = hom_placement_new ();

  hom_placement_start (placement, &box, &shift);
  hom_placement_set_mode (placement, mode);

  return placement;
}

static void
assert_goes (HomPlacement *placement, HomPoint from, HomPoint to)
{
  HomPoint p;

  g_assert_true (hom_matrix_apply (hom_placement_get_matrix (placement), from,
                                   &p));
  g_assert_cmpfloat_with_epsilon (p.x, to.x, 1e-6);
  g_assert_cmpfloat_with_epsilon (p.y, to.y, 1e-6);
}

/* Sets a pin on what is seen at a point, and drags it. */
static void
drag (HomPlacement *placement, HomPoint from, HomPoint to)
{
  gint   i = hom_placement_add_pin (placement, from);
  HomPin pin;

  g_assert_cmpint (i, ==, hom_placement_get_n_pins (placement) - 1);
  pin        = *hom_placement_get_pin (placement, i);
  pin.target = to;
  hom_placement_set_pin (placement, i, &pin);
}

static void
assert_pins_hold (HomPlacement *placement)
{
  for (gint i = 0; i < hom_placement_get_n_pins (placement); i++)
    {
      const HomPin *pin = hom_placement_get_pin (placement, i);

      assert_goes (placement, pin->source, pin->target);
    }
}

/* Each corner is followed; the others stay. */
static void
test_corners (void)
{
  HomPlacement *placement = new_placement (HOM_PLACEMENT_CORNERS);
  HomPin        pin       = *hom_placement_get_pin (placement, 2);

  g_assert_cmpint (hom_placement_get_n_pins (placement), ==, 4);
  g_assert_cmpfloat (pin.target.x, ==, 415.0);
  g_assert_cmpfloat (pin.target.y, ==, 317.0);
  pin.target = (HomPoint) { 430.0, 300.0 };
  hom_placement_set_pin (placement, 2, &pin);
  assert_pins_hold (placement);
  assert_goes (placement, (HomPoint) { 10, 20 }, (HomPoint) { 15, 17 });

  hom_placement_move (placement, HOM_QUAD_INSIDE, 7.0, 8.0);
  assert_pins_hold (placement);
  assert_goes (placement, (HomPoint) { 10, 20 }, (HomPoint) { 22, 25 });
  hom_placement_free (placement);
}

/* Both corners of an edge go at once: where the edge cannot go, not even the
 * first of them does.
 */
static void
test_edge (void)
{
  HomPlacement *placement = new_placement (HOM_PLACEMENT_CORNERS);
  HomPin        pin       = *hom_placement_get_pin (placement, 1);

  pin.target = (HomPoint) { 235.0, 167.0 };
  hom_placement_set_pin (placement, 1, &pin);
  hom_placement_move (placement, HOM_QUAD_EDGE, 3.0, -4.0);
  assert_pins_hold (placement);
  assert_goes (placement, (HomPoint) { 10, 20 }, (HomPoint) { 18, 13 });

  hom_placement_move (placement, HOM_QUAD_EDGE, 0.0, 40.0);
  g_assert_nonnull (hom_placement_get_problem (placement));
  assert_goes (placement, (HomPoint) { 10, 20 }, (HomPoint) { 18, 13 });
  assert_goes (placement, (HomPoint) { 410, 20 }, (HomPoint) { 238, 163 });
  hom_placement_free (placement);
}

/* Where corners cross the layer stays where it was, and it is said why. */
static void
test_crossed_corners (void)
{
  HomPlacement *placement = new_placement (HOM_PLACEMENT_CORNERS);
  HomPin        pin       = *hom_placement_get_pin (placement, 0);
  HomPoint      before    = pin.target;

  pin.target = (HomPoint) { 500.0, 400.0 };
  hom_placement_set_pin (placement, 0, &pin);
  g_assert_nonnull (hom_placement_get_problem (placement));
  assert_goes (placement, pin.source, before);

  pin.target = before;
  hom_placement_set_pin (placement, 0, &pin);
  g_assert_null (hom_placement_get_problem (placement));
  hom_placement_free (placement);
}

/* Pins that determine the model are followed exactly, whichever it is. */
static void
test_points (void)
{
  const HomPoint from[]    = { { 100, 100 },
                               { 350, 120 },
                               { 330, 280 },
                               { 90, 260 } };
  const HomPoint to[]      = { { 110, 95 },
                               { 357, 131 },
                               { 335, 300 },
                               { 80, 270 } };
  const HomModel models[]  = { HOM_MODEL_TRANSLATION, HOM_MODEL_SIMILARITY,
                               HOM_MODEL_AFFINE, HOM_MODEL_HOMOGRAPHY };
  HomPlacement  *placement = new_placement (HOM_PLACEMENT_POINTS);

  for (gint i = 0; i < 4; i++)
    {
      HomPin pin;

      drag (placement, from[i], to[i]);
      g_assert_cmpint (hom_placement_get_model (placement), ==, models[i]);
      assert_pins_hold (placement);
      /* the point of the layer that was seen there */
      pin = *hom_placement_get_pin (placement, i);
      if (i == 0)
        {
          g_assert_cmpfloat (pin.source.x, ==, 95.0);
          g_assert_cmpfloat (pin.source.y, ==, 103.0);
        }
    }
  while (hom_placement_get_n_pins (placement) > 0)
    {
      hom_placement_remove_pin (placement, 0);
      assert_pins_hold (placement);
    }
  assert_goes (placement, (HomPoint) { 0, 0 }, (HomPoint) { 5, -3 });
  hom_placement_free (placement);
}

/* More pins than the model needs share their errors. */
static void
test_least_squares (void)
{
  HomPlacement *placement = new_placement (HOM_PLACEMENT_POINTS);

  hom_placement_set_model (placement, HOM_MODEL_TRANSLATION);
  drag (placement, (HomPoint) { 100, 100 }, (HomPoint) { 104, 100 });
  drag (placement, (HomPoint) { 300, 100 }, (HomPoint) { 306, 102 });
  g_assert_cmpint (hom_placement_get_model (placement), ==,
                   HOM_MODEL_TRANSLATION);
  /* the second was set where the first had moved the layer to */
  assert_goes (placement, (HomPoint) { 0, 0 },
               (HomPoint) { 5 + (4 + 10) / 2.0, -3 + (0 + 2) / 2.0 });
  hom_placement_free (placement);
}

/* On one line, three points and more do not tell; what was there before stays.
 */
static void
test_line (void)
{
  HomPlacement *placement = new_placement (HOM_PLACEMENT_POINTS);

  drag (placement, (HomPoint) { 100, 100 }, (HomPoint) { 100, 100 });
  drag (placement, (HomPoint) { 200, 100 }, (HomPoint) { 200, 100 });
  drag (placement, (HomPoint) { 300, 100 }, (HomPoint) { 300, 100 });
  g_assert_nonnull (hom_placement_get_problem (placement));
  assert_goes (placement, (HomPoint) { 0, 0 }, (HomPoint) { 5, -3 });
  hom_placement_free (placement);
}

static void
test_undo (void)
{
  HomPlacement *placement = new_placement (HOM_PLACEMENT_POINTS);

  g_assert_false (hom_placement_undo (placement));
  for (gint i = 0; i < 3; i++)
    {
      hom_placement_save (placement);
      drag (placement, (HomPoint) { 100 + 60 * i, 100 + 50 * (i % 2) },
            (HomPoint) { 105 + 60 * i, 100 + 50 * (i % 2) });
    }
  for (gint i = 2; i >= 0; i--)
    {
      g_assert_true (hom_placement_undo (placement));
      g_assert_cmpint (hom_placement_get_n_pins (placement), ==, i);
      assert_pins_hold (placement);
    }
  assert_goes (placement, (HomPoint) { 0, 0 }, (HomPoint) { 5, -3 });
  hom_placement_free (placement);
}

/* ---- Outcomes ---- */

static HomAlignOutcome
outcome_of (gdouble overlap, gdouble uncertainty, gdouble agreement)
{
  return (HomAlignOutcome) {
    .kind        = HOM_OUTCOME_ALIGNED,
    .h           = HOM_MATRIX_IDENTITY,
    .found       = { .overlap = overlap, .agreement = agreement },
    .uncertainty = uncertainty,
    .model       = "Perspective",
  };
}

static void
assert_verdict (HomAlignOutcome outcome, HomVerdict verdict, const gchar *word)
{
  g_autofree gchar *advice = hom_align_outcome_advise (&outcome);

  g_assert_cmpint (hom_align_outcome_judge (&outcome), ==, verdict);
  g_assert_nonnull (strstr (advice, word));
}

/* Just within what is believed, and just beyond. */
static void
test_limits (void)
{
  assert_verdict (outcome_of (0.2, 1.0, 0.5), HOM_VERDICT_GOOD, "Apply");
  assert_verdict (outcome_of (0.199, 1.0, 0.5), HOM_VERDICT_DOUBTFUL,
                  "overlap");
  assert_verdict (outcome_of (0.2, 1.001, 0.5), HOM_VERDICT_DOUBTFUL, "detail");
  assert_verdict (outcome_of (0.2, 1.0, 0.499), HOM_VERDICT_DOUBTFUL,
                  "match only in part");
}

/* A simpler model is advised where there is one. */
static void
test_simpler_model (void)
{
  HomAlignOutcome   outcome = outcome_of (0.1, 1.0, 0.5);
  g_autofree gchar *shift   = hom_align_outcome_advise (&outcome);

  g_assert_null (strstr (shift, "simpler model"));
  outcome.found.model = HOM_MODEL_HOMOGRAPHY;
  assert_verdict (outcome, HOM_VERDICT_DOUBTFUL, "simpler model");
}

static void
test_other_outcomes (void)
{
  HomAlignOutcome outcome = outcome_of (1.0, 0.01, 0.9);
  gchar          *text;

  outcome.is_in_place = TRUE;
  assert_verdict (outcome, HOM_VERDICT_GOOD, "in place already");
  outcome.kind = HOM_OUTCOME_BY_HAND;
  assert_verdict (outcome, HOM_VERDICT_BY_HAND, "Refine");
  g_assert_true (hom_align_outcome_has_matrix (&outcome));
  text = hom_align_outcome_describe (&outcome);
  g_assert_cmpstr (text, ==, "");
  g_free (text);

  outcome.kind  = HOM_OUTCOME_ALIGNED;
  outcome.error = g_error_new_literal (HOM_ERROR, HOM_ERROR_ALIGNMENT, "why");
  assert_verdict (outcome, HOM_VERDICT_FAILED, "why");
  g_assert_false (hom_align_outcome_has_matrix (&outcome));
  hom_align_outcome_clear (&outcome);
  g_assert_null (outcome.error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/placement/corners", test_corners);
  g_test_add_func ("/placement/edge", test_edge);
  g_test_add_func ("/placement/crossed-corners", test_crossed_corners);
  g_test_add_func ("/placement/points", test_points);
  g_test_add_func ("/placement/least-squares", test_least_squares);
  g_test_add_func ("/placement/line", test_line);
  g_test_add_func ("/placement/undo", test_undo);
  g_test_add_func ("/outcome/limits", test_limits);
  g_test_add_func ("/outcome/simpler-model", test_simpler_model);
  g_test_add_func ("/outcome/others", test_other_outcomes);

  return g_test_run ();
}
