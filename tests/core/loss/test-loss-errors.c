/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

typedef struct
{
  HomImage *y;
  HomImage *target;
  HomImage *mask;
} Pictures;

static const HomLoss squares = { HOM_LOSS_SQUARES };
static const HomLoss edges   = { HOM_LOSS_EDGES, 0.1 };

static void
set_up (Pictures *pictures, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  pictures->y      = test_image_random (rand, 13, 9, 3);
  pictures->target = test_image_random (rand, 13, 9, 3);
  pictures->mask   = test_image_new (13, 9, 1);
  test_image_fill (pictures->mask, 1.0f);
}

static void
tear_down (Pictures *pictures, gconstpointer data)
{
  hom_image_free (pictures->y);
  hom_image_free (pictures->target);
  hom_image_free (pictures->mask);
}

static void
assert_refused (const HomLoss *loss, const Pictures *pictures)
{
  g_autoptr (HomImage) dl_dy = test_image_new (13, 9, 3);
  GError *error              = NULL;
  gdouble value;

  g_assert_false (hom_loss_evaluate (loss, pictures->y, pictures->target,
                                     pictures->mask, NULL, &value, dl_dy,
                                     &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
}

static void
assert_accepted (const HomLoss *loss, const Pictures *pictures)
{
  GError *error = NULL;
  gdouble value;

  hom_loss_evaluate (loss, pictures->y, pictures->target, pictures->mask, NULL,
                     &value, NULL, &error);
  g_assert_no_error (error);
}

static void
test_scale (Pictures *pictures, gconstpointer data)
{
  const HomLossKind kinds[]  = { HOM_LOSS_ABSOLUTE, HOM_LOSS_HUBER,
                                 HOM_LOSS_TUKEY, HOM_LOSS_CHARBONNIER,
                                 HOM_LOSS_EDGES };
  const gdouble     scales[] = { 0.0, -1.0, NAN, INFINITY };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      HomLoss loss = { kinds[i], 0.1 };

      assert_accepted (&loss, pictures);
      for (gsize j = 0; j < G_N_ELEMENTS (scales); j++)
        {
          loss.scale = scales[j];
          assert_refused (&loss, pictures);
        }
    }

  /* These have none. */
  assert_accepted (&(HomLoss) { HOM_LOSS_SQUARES, NAN }, pictures);
  assert_accepted (&(HomLoss) { HOM_LOSS_ZNCC, NAN }, pictures);
}

static void
test_kind (Pictures *pictures, gconstpointer data)
{
  assert_refused (&(HomLoss) { (HomLossKind) -1, 1.0 }, pictures);
  assert_refused (&(HomLoss) { (HomLossKind) (HOM_LOSS_CUSTOM + 1), 1.0 },
                  pictures);
}

/* @data: which value, and which derivative. */
static gdouble
own_constant (gdouble y, gdouble target, gdouble *derivative, gpointer data)
{
  const gdouble *values = data;

  *derivative = values[1];

  return values[0];
}

static void
test_function (Pictures *pictures, gconstpointer data)
{
  gdouble values[2] = { 3.0, 4.0 };
  HomLoss custom    = { HOM_LOSS_CUSTOM, .func = own_constant, .data = values };

  for (gint fitted = 0; fitted <= 1; fitted++)
    {
      custom.fit_exposure = fitted;
      values[0]           = 3.0;
      assert_accepted (&custom, pictures);
      values[1] = NAN;
      assert_accepted (&custom, pictures); /* which asks for no derivative */
      assert_refused (&custom, pictures);
      values[1] = INFINITY;
      assert_refused (&custom, pictures);
      values[1] = 4.0;
      values[0] = NAN;
      assert_refused (&custom, pictures);
    }
  custom.func = NULL;
  assert_refused (&custom, pictures);
}

/* Among them edges, of which there are none where each neighbourhood has a
 * masked pixel, or which are narrower than the filter.
 */
static void
test_nothing_counts (Pictures *pictures, gconstpointer data)
{
  HomExposure exposure;
  HomImage    narrow[3] = { *pictures->y, *pictures->target, *pictures->mask };
  GError     *error     = NULL;
  gdouble     value;

  for (gint i = 0; i < 13 * 9; i++)
    pictures->mask->data[i] = i % 13 % 3 > 0;
  assert_accepted (&squares, pictures);
  assert_refused (&edges, pictures);

  for (gint i = 0; i < 3; i++)
    narrow[i].width = 2;
  g_assert_true (hom_loss_evaluate (&squares, &narrow[0], &narrow[1], NULL,
                                    NULL, &value, NULL, NULL));
  g_assert_false (hom_loss_evaluate (&edges, &narrow[0], &narrow[1], NULL, NULL,
                                     &value, NULL, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);

  test_image_fill (pictures->mask, 0.0f);
  for (HomLossKind kind = 0; kind < HOM_LOSS_CUSTOM; kind++)
    assert_refused (&(HomLoss) { kind, 0.1 }, pictures);
  g_assert_false (hom_exposure_fit (pictures->y, pictures->target,
                                    pictures->mask, &exposure, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
}

static void
test_exposure (Pictures *pictures, gconstpointer data)
{
  HomExposure exposures[] = { { NAN, 0.0 }, { 1.0, INFINITY } };
  GError     *error       = NULL;
  gdouble     value;

  for (gsize i = 0; i < G_N_ELEMENTS (exposures); i++)
    {
      g_assert_false (hom_loss_evaluate (&squares, pictures->y,
                                         pictures->target, NULL, &exposures[i],
                                         &value, NULL, &error));
      test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
    }
}

static void
assert_mismatch (const HomImage *y,
                 const HomImage *target,
                 const HomImage *mask,
                 HomImage       *dl_dy)
{
  HomExposure exposure;
  GError     *error = NULL;
  gdouble     value;

  g_assert_false (hom_loss_evaluate (&squares, y, target, mask, NULL, &value,
                                     dl_dy, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);

  if (! dl_dy)
    {
      g_assert_false (hom_exposure_fit (y, target, mask, &exposure, &error));
      test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
    }
}

static void
test_mismatch (Pictures *pictures, gconstpointer data)
{
  HomImage moved       = *pictures->target;
  HomImage narrow      = *pictures->target;
  HomImage one_channel = *pictures->target;
  HomImage empty       = *pictures->target;

  moved.x = 1;
  narrow.width--;
  one_channel.channels = 1;
  empty.data           = NULL;

  assert_mismatch (pictures->y, &moved, NULL, NULL);
  assert_mismatch (pictures->y, &narrow, NULL, NULL);
  assert_mismatch (pictures->y, &one_channel, NULL, NULL);
  assert_mismatch (pictures->y, &empty, NULL, NULL);
  assert_mismatch (&empty, pictures->target, NULL, NULL);
  assert_mismatch (pictures->y, pictures->target, pictures->target, NULL);
  assert_mismatch (pictures->y, pictures->target, NULL, pictures->mask);
}

#define ADD(name, func)                                                \
  g_test_add ("/core/loss-errors/" name, Pictures, NULL, set_up, func, \
              tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("scale", test_scale);
  ADD ("kind", test_kind);
  ADD ("function", test_function);
  ADD ("nothing-counts", test_nothing_counts);
  ADD ("exposure", test_exposure);
  ADD ("mismatch", test_mismatch);

  return g_test_run ();
}
