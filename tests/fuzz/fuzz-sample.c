/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define MOST 8

/* What is in the values before they are told. */
#define UNSET 0xffdeadedu

static gfloat *
take_floats (gsize n)
{
  guint32 *floats = malloc (n * sizeof (gfloat));

  for (gsize i = 0; i < n; i++)
    floats[i] = UNSET;

  return (gfloat *) floats;
}

/* All of them are told, and finite where that can be asked. */
static void
check_floats (const gfloat *floats, gsize n, gboolean is_tame)
{
  for (gsize i = 0; floats && i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, &floats[i], sizeof (bits));
      fuzz_check (bits != UNSET);
      fuzz_check (! is_tame || isfinite (floats[i]));
    }
}

void
fuzz_run (FuzzBytes *bytes)
{
  const gint  n        = fuzz_int (bytes, 0, MOST);
  const guint wanted   = fuzz_byte (bytes);
  HomSampling sampling = fuzz_sampling (bytes);
  FuzzImage  *input    = fuzz_image (bytes, 32, 0);
  const gsize floats   = (gsize) n * input->image.channels;
  HomPoint   *points   = malloc (n * sizeof (HomPoint));
  gfloat     *values   = take_floats (floats);
  gfloat     *slopes   = wanted & 1 ? take_floats (2 * floats) : NULL;
  gfloat     *hessians = wanted & 2 ? take_floats (3 * floats) : NULL;
  gboolean    is_tame  = input->is_tame;
  GError     *error    = NULL;

  for (gint i = 0; i < n; i++)
    {
      points[i] = (HomPoint){ input->image.x + fuzz_tame_number (bytes, 32.0),
                              input->image.y + fuzz_tame_number (bytes, 32.0) };
      if (wanted & 4)
        points[i] = fuzz_point (bytes);
      fuzz_say ("point %g %g", points[i].x, points[i].y);
    }
  for (gint c = 0; c < HOM_MAX_CHANNELS; c++)
    if (fabsf (sampling.fill[c]) > 1e6f)
      is_tame = FALSE;
  fuzz_spoil_image (bytes, input);

  if (fuzz_result (hom_sample (&input->image, &sampling, points, n, values,
                               slopes, hessians, &error),
                   &error))
    {
      const gsize n_told = (gsize) n * input->image.channels;

      check_floats (values, n_told, is_tame);
      check_floats (slopes, 2 * n_told, is_tame);
      check_floats (hessians, 3 * n_told, is_tame);
    }

  free (points);
  free (values);
  free (slopes);
  free (hessians);
}
