/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the fuzzers share: they turn bytes into arguments, and end the program where
 * the library does not keep its word.
 *
 * Each fuzzer defines fuzz_run() and, if it has something to begin with,
 * fuzz_begin(). All that a run takes from here lives until it returns.
 */

#pragma once

#include <math.h>

#include "homography/homography.h"

/* The bytes of an input. When they are used up, it goes on with zeros. */
typedef struct
{
  const guint8 *at;
  gsize         left;
} FuzzBytes;

void fuzz_begin (void) __attribute__ ((weak));
void fuzz_run   (FuzzBytes *bytes);

/* Ends the program where the library breaks its word. */
#define fuzz_check(holds)                       \
  G_STMT_START                                  \
  {                                             \
    if (! (holds))                              \
      fuzz_fail (__FILE__, __LINE__, #holds);   \
  }                                             \
  G_STMT_END

void      fuzz_fail            (const gchar        *file,
                                gint                line,
                                const gchar        *broken) G_GNUC_NORETURN;
gboolean  fuzz_result          (gboolean            succeeded,
                                GError            **error);
void      fuzz_say             (const gchar        *format,
                                ...) G_GNUC_PRINTF (1, 2);

/* Numbers. */

guint8    fuzz_byte            (FuzzBytes          *bytes);
gint      fuzz_int             (FuzzBytes          *bytes,
                                gint                lowest,
                                gint                highest);
gdouble   fuzz_number          (FuzzBytes          *bytes);
gdouble   fuzz_tame_number     (FuzzBytes          *bytes,
                                gdouble             reach);
HomPoint  fuzz_point           (FuzzBytes          *bytes);
HomBox    fuzz_box             (FuzzBytes          *bytes);
void      fuzz_quad            (FuzzBytes          *bytes,
                                HomPoint            quad[4]);
HomMatrix fuzz_matrix          (FuzzBytes          *bytes,
                                gboolean           *is_tame);
gboolean  fuzz_is_finite       (const gdouble      *numbers,
                                gsize               n);

/* Images. */

/**
 * FuzzImage:
 * @image: what the library is given. Its pixels end where their memory ends.
 * @is_tame: whether all values are zero or of an ordinary size, 4 at most.
 * @largest: the largest absolute value that is finite.
 */
typedef struct
{
  HomImage image;
  gboolean is_tame;
  gfloat   largest;

  /*< private >*/
  guint32 *memory;
  gsize    n_floats;
} FuzzImage;

FuzzImage  *fuzz_image           (FuzzBytes         *bytes,
                                  gint               most,
                                  gint               channels);
FuzzImage  *fuzz_output          (FuzzBytes         *bytes,
                                  gint               most,
                                  gint               channels);
FuzzImage  *fuzz_image_like      (FuzzBytes         *bytes,
                                  const HomImage    *box,
                                  gint               channels);
FuzzImage  *fuzz_output_like     (FuzzBytes         *bytes,
                                  const HomImage    *box,
                                  gint               channels);
void        fuzz_spoil_image     (FuzzBytes         *bytes,
                                  FuzzImage         *image);
void        fuzz_check_untouched (const FuzzImage   *output);
void        fuzz_check_filled    (const FuzzImage   *output);
gdouble     fuzz_largest         (const HomImage    *image);
gboolean    fuzz_is_finite_image (const HomImage    *image);
gdouble     fuzz_dot             (const HomImage    *a,
                                  const HomImage    *b,
                                  gdouble           *absolute);

HomSampling fuzz_sampling        (FuzzBytes         *bytes);
void        fuzz_processor       (FuzzBytes         *bytes);
