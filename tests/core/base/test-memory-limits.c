/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where there is no memory, a call says so. It does not end the program, leaks
 * nothing, and never gives another result than with all of it.
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

#include "base/hom-memory.h"
#include "base/hom-sanitizer.h"
#include "test-pair.h"

/* Of a call that takes more blocks, about so many are refused, one a run,
 * unless the test is run with -m slow: the first ones, and some of the others.
 */
#define MOST_REFUSED 24
#define FIRST_ONES   8

/* How much memory there is besides the pictures, in bytes: from hardly more
 * than what is left for small things to more than any of the calls takes.
 */
#define N_LIMITS    40
#define LEAST_LIMIT (1 << 21)
#define LIMIT_STEP  1.16

/* What a picture is like. */
enum
{
  COLOUR    = 1 << 0,
  MASKED    = 1 << 1,
  TURNED    = 1 << 2,
  NEGATIVE  = 1 << 3,
  NOISY     = 1 << 4,
  CURVED    = 1 << 5, /* by a tone curve */
  UNRELATED = 1 << 6,
};

typedef struct _Case Case;

/* One call that takes memory.
 *
 * @flags, @loss: of the pictures, and for the call.
 * @is_large: whether it is tried with large pictures, too, with little memory.
 * @make: makes pictures of a size.
 * @run: makes the call, and adds what it gave to @result, bit by bit.
 * @release: frees the pictures.
 */
struct _Case
{
  const gchar *name;
  guint        flags;
  HomAlignLoss loss;
  gboolean     is_large;
  gpointer (*make) (const Case *test, gint width, gint height);
  gboolean (*run) (const Case *test,
                   gpointer    pictures,
                   GByteArray *result,
                   GError    **error);
  void (*release) (gpointer pictures);
};

/* What a call gave, and the code of its error; −1 for none. */
typedef struct
{
  GByteArray *result;
  gint        code;
} Outcome;

/* ---- Alignment ---- */

static void
add_hole (HomImage *mask, gint x0, gint y0)
{
  for (gint y = y0; y < y0 + mask->height / 8; y++)
    for (gint x = x0; x < x0 + mask->width / 8; x++)
      *hom_image_pixel (mask, x, y) = 0.0f;
}

static void
change_pixels (const Case *test, HomImage *image)
{
  for (gsize i = 0; i < image->stride * image->height; i++)
    {
      if (test->flags & NEGATIVE)
        image->data[i] = 1.0f - image->data[i];
      if (test->flags & CURVED)
        image->data[i] = sqrtf (fabsf (image->data[i]));
    }
}

static gpointer
make_pair (const Case *test, gint width, gint height)
{
  const gint     channels = test->flags & COLOUR ? 3 : 1;
  const HomImage size     = { NULL, 3, -2, width, height, channels, 0 };
  const HomBox   box      = hom_image_box (&size);
  g_autoptr (GRand) rand  = g_rand_new_with_seed (1);
  TestPair *pair          = test_pair_new (1, &size, &size);
  HomMatrix truth         = test_matrix_random (rand, &box, 2.0);

  if (test->flags & TURNED)
    truth = (HomMatrix){ { 0.8, -0.5, 0.25 * width, 0.5, 0.8, -0.15 * height,
                           0.0, 0.0, 1.0 } };
  test_pair_draw (pair, &truth);
  if (test->flags & UNRELATED)
    {
      TestScene other;

      test_scene_init (&other, 2);
      test_scene_draw (&other, &truth, pair->moving_image);
    }
  change_pixels (test, pair->moving_image);
  if (test->flags & NOISY)
    test_image_add_noise (rand, pair->moving_image, 0.05);
  if (test->flags & MASKED)
    {
      add_hole (pair->reference_mask, width / 8, height / 8);
      add_hole (pair->moving_mask, width / 2, height / 2);
      pair->reference.mask = pair->reference_mask;
      pair->moving.mask    = pair->moving_mask;
    }

  return pair;
}

static void
release_pair (gpointer pair)
{
  test_pair_free (pair);
}

static void
add_alignment (GByteArray *result, const HomAlignment *found)
{
  const gdouble values[] = { found->exposure.gain, found->exposure.bias,
                             found->correlation,   found->correlation_before,
                             found->agreement,     found->agreement_before,
                             found->overlap,       found->residual,
                             found->displacement };
  const gint    kinds[]  = { found->model, found->loss, found->start,
                             found->n_levels };

  g_byte_array_append (result, (const guint8 *) &found->h, sizeof (found->h));
  g_byte_array_append (result, (const guint8 *) values, sizeof (values));
  g_byte_array_append (result, (const guint8 *) kinds, sizeof (kinds));
  g_byte_array_append (result, (const guint8 *) found->corners,
                       sizeof (found->corners));
  g_byte_array_append (result, (const guint8 *) found->iterations,
                       sizeof (found->iterations));
}

static HomAlignOptions
options_of (const Case *test)
{
  return (HomAlignOptions){ .model = HOM_MODEL_HOMOGRAPHY, .loss = test->loss };
}

static gboolean
run_align (const Case *test,
           gpointer    pictures,
           GByteArray *result,
           GError    **error)
{
  const TestPair       *pair    = pictures;
  const HomAlignOptions options = options_of (test);
  HomAlignment          found;

  if (! hom_align (&pair->reference, &pair->moving, &options, NULL, &found,
                   error))
    return FALSE;

  add_alignment (result, &found);

  return TRUE;
}

/* ---- Corners ---- */

/* A bright sheet on a dark ground. */
static gpointer
make_sheet (const Case *test, gint width, gint height)
{
  HomImage *image = test_image_new (width, height,
                                    test->flags & COLOUR ? 3 : 1);

  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      for (gint c = 0; c < image->channels; c++)
        {
          gboolean is_sheet = y > height / 5 && y < height * 4 / 5 &&
                              x > width / 5 + y / 9 &&
                              x < width * 4 / 5 - y / 13;

          hom_image_pixel (image, x, y)[c] = (is_sheet ? 0.9f : 0.2f) +
                                             0.01f * ((7 * x + 3 * y) % 5);
        }

  return image;
}

static void
release_image (gpointer image)
{
  hom_image_free (image);
}

static gboolean
run_find_quad (const Case *test,
               gpointer    pictures,
               GByteArray *result,
               GError    **error)
{
  HomPoint corners[4];

  if (! hom_find_quad (pictures, corners, NULL, error))
    return FALSE;

  g_byte_array_append (result, (const guint8 *) corners, sizeof (corners));

  return TRUE;
}

static gboolean
run_find_quads (const Case *test,
                gpointer    pictures,
                GByteArray *result,
                GError    **error)
{
  const HomImage *image  = pictures;
  const HomPoint  inside = { image->x + image->width / 2.0,
                             image->y + image->height / 2.0 };
  HomFoundQuad    quads[HOM_MAX_FOUND_QUADS];
  gint            n;

  if (! hom_find_quads (image, &inside, quads, &n, NULL, error))
    return FALSE;

  g_byte_array_append (result, (const guint8 *) quads, n * sizeof (*quads));

  return TRUE;
}

/* ---- Warps and losses ---- */

typedef struct
{
  HomImage *input, *output;
} Warped;

static gpointer
make_warped (const Case *test, gint width, gint height)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  const gint channels    = test->flags & COLOUR ? 3 : 1;
  Warped    *warped      = g_new (Warped, 1);

  *warped = (Warped){ test_image_random (rand, width, height, channels),
                      test_image_random (rand, width, height, channels) };

  return warped;
}

static void
release_warped (gpointer pictures)
{
  Warped *warped = pictures;

  hom_image_free (warped->input);
  hom_image_free (warped->output);
  g_free (warped);
}

/* Adds a checksum: there is no memory for the pixels once more. */
static void
add_image (GByteArray *result, const HomImage *image)
{
  g_autofree gchar *checksum = g_compute_checksum_for_data (
      G_CHECKSUM_SHA256, (const guchar *) image->data,
      image->height * image->stride * sizeof (gfloat));

  g_byte_array_append (result, (const guint8 *) checksum, strlen (checksum));
}

/* A cubic spline, of one that repeats its pixels. */
static const HomSampling spline = { HOM_INTERPOLATION_CUBIC_SPLINE,
                                    HOM_BOUNDARY_WRAP };
static const HomMatrix   turn = { { 0.9, -0.4, 60.0, 0.4, 0.9, -70.0, 0.0, 0.0,
                                    1.0 } };

static gboolean
run_warp (const Case *test,
          gpointer    pictures,
          GByteArray *result,
          GError    **error)
{
  const Warped *p        = pictures;
  gboolean      success  = FALSE;
  g_autoptr (HomImage) y = NULL;

  y = hom_image_new (p->output->width, p->output->height, p->output->channels,
                     error);
  if (y)
    success = hom_warp (p->input, &turn, &spline, y, error);
  if (success)
    add_image (result, y);

  return success;
}

static gboolean
run_gradient (const Case *test,
              gpointer    pictures,
              GByteArray *result,
              GError    **error)
{
  const Warped *p = pictures;
  HomMatrix     dl_dw;

  if (! hom_warp_gradient (p->input, &turn, &spline, p->output, &dl_dw, error))
    return FALSE;

  g_byte_array_append (result, (const guint8 *) &dl_dw, sizeof (dl_dw));

  return TRUE;
}

static gboolean
run_adjoint (const Case *test,
             gpointer    pictures,
             GByteArray *result,
             GError    **error)
{
  const Warped *p            = pictures;
  gboolean      success      = FALSE;
  g_autoptr (HomImage) dl_dx = NULL;

  dl_dx = hom_image_new (p->input->width, p->input->height, p->input->channels,
                         error);
  if (dl_dx)
    success = hom_warp_adjoint (p->output, &turn, &spline, dl_dx, error);
  if (success)
    add_image (result, dl_dx);

  return success;
}

static gboolean
run_loss (const Case *test,
          gpointer    pictures,
          GByteArray *result,
          GError    **error)
{
  const HomLoss loss = { HOM_LOSS_EDGES, 0.1 };
  const Warped *p    = pictures;
  gdouble       value;

  if (! hom_loss_evaluate (&loss, p->input, p->output, NULL, NULL, &value, NULL,
                           error))
    return FALSE;

  g_byte_array_append (result, (const guint8 *) &value, sizeof (value));

  return TRUE;
}

/* ---- The calls ---- */

#define WARPED(run) make_warped, run, release_warped
#define ALIGN       make_pair, run_align, release_pair
#define SHEET       make_sheet, run_find_quad, release_image
#define SHEETS      make_sheet, run_find_quads, release_image

/* Who makes another call that takes memory adds it here. */
static const Case cases[] = {
  { "align/auto", 0, HOM_ALIGN_AUTO, FALSE, ALIGN },
  { "align/ssd", 0, HOM_ALIGN_SSD, FALSE, ALIGN },
  { "align/zncc", 0, HOM_ALIGN_ZNCC, FALSE, ALIGN },
  { "align/robust", MASKED, HOM_ALIGN_ROBUST, FALSE, ALIGN },
  { "align/local", COLOUR, HOM_ALIGN_LOCAL, FALSE, ALIGN },
  { "align/edges", MASKED, HOM_ALIGN_EDGES, FALSE, ALIGN },
  { "align/colour", COLOUR, HOM_ALIGN_AUTO, TRUE, ALIGN },
  { "align/masked", COLOUR | MASKED, HOM_ALIGN_AUTO, FALSE, ALIGN },
  { "align/noisy", COLOUR | NOISY, HOM_ALIGN_AUTO, FALSE, ALIGN },
  { "align/curved", CURVED, HOM_ALIGN_AUTO, FALSE, ALIGN },
  { "align/features", TURNED, HOM_ALIGN_AUTO, TRUE, ALIGN },
  { "align/features-masked", COLOUR | TURNED | MASKED, HOM_ALIGN_AUTO, FALSE,
    ALIGN },
  { "align/negative", TURNED | NEGATIVE, HOM_ALIGN_AUTO, FALSE, ALIGN },
  { "align/unrelated", UNRELATED | MASKED, HOM_ALIGN_AUTO, FALSE, ALIGN },
  { "find-quad/grey", 0, 0, TRUE, SHEET },
  { "find-quad/colour", COLOUR, 0, TRUE, SHEET },
  { "find-quads/inside", COLOUR, 0, TRUE, SHEETS },
  { "warp/warp", COLOUR, 0, TRUE, WARPED (run_warp) },
  { "warp/gradient", 0, 0, TRUE, WARPED (run_gradient) },
  { "warp/adjoint", COLOUR, 0, TRUE, WARPED (run_adjoint) },
  { "warp/loss", COLOUR, 0, TRUE, WARPED (run_loss) },
};

static Outcome
run_case (const Case *test, gpointer pictures)
{
  GError *error   = NULL;
  Outcome outcome = { g_byte_array_new (), -1 };

  if (! test->run (test, pictures, outcome.result, &error))
    {
      g_assert_nonnull (error);
      g_assert_true (error->domain == HOM_ERROR);
      outcome.code = error->code;
      g_clear_error (&error);
    }

  return outcome;
}

static void
outcome_clear (Outcome *outcome)
{
  g_byte_array_unref (outcome->result);
}

static void
assert_same (const Outcome *a, const Outcome *b)
{
  g_assert_cmpint (a->code, ==, b->code);
  g_assert_cmpmem (a->result->data, a->result->len, b->result->data,
                   b->result->len);
}

static void
assert_as_before (const Case *test, gpointer pictures, const Outcome *expected)
{
  Outcome outcome = run_case (test, pictures);

  assert_same (&outcome, expected);
  outcome_clear (&outcome);
}

/* ---- One block is refused ---- */

/* Returns: what the call gave, and in @n_blocks how many it took. */
static Outcome
count_blocks (const Case *test, gpointer pictures, gint *n_blocks)
{
  Outcome outcome;

  hom_memory_refuse (G_MAXINT);
  outcome   = run_case (test, pictures);
  *n_blocks = G_MAXINT - hom_memory_refuse (0);

  return outcome;
}

/* The number of the block that is refused after number @nth. */
static gint
next_block (gint nth, gint n_blocks)
{
  if (g_test_slow () || nth < FIRST_ONES)
    return nth + 1;

  return nth + MAX (n_blocks / (MOST_REFUSED - FIRST_ONES), 1);
}

/* Fails with %HOM_ERROR_MEMORY if it comes to the block, as it need not where
 * threads take blocks in no certain order.
 */
static void
refuse (const Case *test, gpointer pictures, gint nth, const Outcome *expected)
{
  gint    left;
  Outcome outcome;

  hom_memory_refuse (nth);
  outcome = run_case (test, pictures);
  left    = hom_memory_refuse (0);

  if (left > 0)
    assert_same (&outcome, expected);
  else
    g_assert_cmpint (outcome.code, ==, HOM_ERROR_MEMORY);
  outcome_clear (&outcome);
}

static void
test_refused (gconstpointer data)
{
  const Case *test     = data;
  gpointer    pictures = test->make (test, 160, 120);
  gint        n_runs   = 0;
  gint        n_blocks;
  Outcome     expected = count_blocks (test, pictures, &n_blocks);

  g_assert_cmpint (n_blocks, >, 0);
  g_assert_cmpint (expected.code, !=, HOM_ERROR_MEMORY);
  for (gint nth = 1; nth <= n_blocks; nth = next_block (nth, n_blocks))
    {
      refuse (test, pictures, nth, &expected);
      n_runs++;
    }
  assert_as_before (test, pictures, &expected);
  g_test_message ("%d blocks, %d of them refused, code %d", n_blocks, n_runs,
                  expected.code);

  outcome_clear (&expected);
  test->release (pictures);
}

/* An aligner whose run was refused a block is as good as new: whether it was
 * the first one, or whether there were others.
 */
static void
test_aligner (void)
{
  const Case            test      = { "aligner", TURNED, HOM_ALIGN_AUTO };
  TestPair             *pair      = make_pair (&test, 160, 120);
  const HomAlignOptions options   = options_of (&test);
  gboolean              is_over   = FALSE;
  g_autoptr (GByteArray) expected = g_byte_array_new ();

  g_assert_true (run_align (&test, pair, expected, NULL));
  for (gint nth = 1; ! is_over; nth += g_test_slow () ? 1 : 1 + nth / 2)
    {
      g_autoptr (HomAligner) aligner = hom_aligner_new (&pair->reference, NULL);
      GError *error                  = NULL;

      for (gint run = 0; run < 4; run++)
        {
          g_autoptr (GByteArray) result = g_byte_array_new ();
          HomAlignment found;
          gboolean     success;

          hom_memory_refuse (run % 2 == 0 ? nth : 0);
          success = hom_aligner_run (aligner, &pair->moving, &options, NULL,
                                     &found, &error);
          is_over = hom_memory_refuse (0) > 0 && run == 0;
          if (! success)
            {
              g_assert_cmpint (run % 2, ==, 0);
              test_assert_error (error, HOM_ERROR, HOM_ERROR_MEMORY);
              continue;
            }
          g_assert_no_error (error);
          add_alignment (result, &found);
          g_assert_cmpmem (result->data, result->len, expected->data,
                           expected->len);
          if (is_over)
            break;
        }
    }
  release_pair (pair);
}

/* ---- There is little ---- */

#if defined(__linux__) && ! defined(HOM_SANITIZE_ADDRESS) && \
    ! defined(HOM_SANITIZE_THREAD)
#define CAN_LIMIT
#endif

#ifdef CAN_LIMIT
/* How much of its address space the process has in use, in bytes. */
static gsize
used_memory (void)
{
  g_autofree gchar *contents = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &contents, NULL,
                                      NULL));

  return g_ascii_strtoull (contents, NULL, 10) * sysconf (_SC_PAGESIZE);
}

static void
set_limit (rlim_t limit)
{
  struct rlimit limits;

  g_assert_cmpint (getrlimit (RLIMIT_AS, &limits), ==, 0);
  limits.rlim_cur = MIN (limit, limits.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_AS, &limits), ==, 0);
}

/* The threads are there before there is little: what they need is not the
 * size of a picture.
 */
static void
start_threads (void)
{
  const Case test               = { "small", 0, HOM_ALIGN_AUTO };
  TestPair  *pair               = make_pair (&test, 160, 120);
  g_autoptr (GByteArray) result = g_byte_array_new ();

  g_assert_true (run_align (&test, pair, result, NULL));
  release_pair (pair);
}

/* From less to more, so that what is kept for the next run is no more than
 * there may be.
 */
static void
run_limited (const Case *test)
{
  gint     n_successes = 0;
  Outcome  outcomes[N_LIMITS + 1];
  gsize    used;
  gpointer pictures;

  start_threads ();
  pictures = test->make (test, 1400, 1000);
  used     = used_memory ();
  for (gint i = 0; i < N_LIMITS; i++)
    {
      set_limit (used + LEAST_LIMIT * pow (LIMIT_STEP, i));
      outcomes[i] = run_case (test, pictures);
      if (outcomes[i].code != HOM_ERROR_MEMORY && n_successes++ == 0)
        g_print ("# %.1f MB were enough\n",
                 LEAST_LIMIT * pow (LIMIT_STEP, i) / (1 << 20));
    }
  g_print ("# %d of %d limits were enough\n", n_successes, N_LIMITS);
  set_limit (RLIM_INFINITY);
  outcomes[N_LIMITS] = run_case (test, pictures);

  g_assert_cmpint (outcomes[0].code, ==, HOM_ERROR_MEMORY);
  g_assert_cmpint (outcomes[N_LIMITS - 1].code, ==, -1);
  for (gint i = 0; i <= N_LIMITS; i++)
    {
      if (outcomes[i].code != HOM_ERROR_MEMORY)
        assert_same (&outcomes[i], &outcomes[N_LIMITS]);
      outcome_clear (&outcomes[i]);
    }
  test->release (pictures);
}
#endif

static void
test_limited (gconstpointer data)
{
#ifdef CAN_LIMIT
  if (g_test_subprocess ())
    {
      run_limited (data);
      return;
    }
  g_test_trap_subprocess (NULL, 0,
                          G_TEST_SUBPROCESS_INHERIT_STDOUT |
                              G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
#else
  g_test_skip ("Memory cannot be limited here.");
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *refused = g_strconcat ("/core/memory-limits/refused/",
                                               cases[i].name, NULL);
      g_autofree gchar *limited = g_strconcat ("/core/memory-limits/limited/",
                                               cases[i].name, NULL);

      g_test_add_data_func (refused, &cases[i], test_refused);
      if (cases[i].is_large)
        g_test_add_data_func (limited, &cases[i], test_limited);
    }
  g_test_add_func ("/core/memory-limits/aligner", test_aligner);

  return g_test_run ();
}
