/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "base/hom-processor.h"

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* With the environment's HOM_FUZZ_SAY an input tells what it stands for. */
static gboolean is_telling = FALSE;

/* The environment's HOM_PROCESSOR leaves the inputs no choice. */
static gboolean is_processor_given = FALSE;

void
fuzz_say (const gchar *format, ...)
{
  va_list arguments;

  if (! is_telling)
    return;

  va_start (arguments, format);
  vfprintf (stderr, format, arguments);
  va_end (arguments);
  fputc ('\n', stderr);
}

void
fuzz_fail (const gchar *file, gint line, const gchar *broken)
{
  fprintf (stderr, "%s:%d: does not hold: %s\n", file, line, broken);
  abort ();
}

/* Checks that a call of the library that failed says why, and no other. */
gboolean
fuzz_result (gboolean succeeded, GError **error)
{
  fuzz_check (succeeded == TRUE || succeeded == FALSE);
  fuzz_check (succeeded == (*error == NULL));
  if (*error)
    {
      fuzz_say ("refused: %s", (*error)->message);
      fuzz_check ((*error)->message && *(*error)->message);
      fuzz_check (g_utf8_validate ((*error)->message, -1, NULL));
    }
  g_clear_error (error);

  return succeeded;
}

/* ---- Images that were taken from here ---- */

static FuzzImage taken[16];
static gsize     n_taken = 0;

static FuzzImage *
take_image (const HomImage *fields)
{
  FuzzImage *taking = &taken[n_taken++];
  HomImage  *image  = &taking->image;

  g_assert (n_taken <= G_N_ELEMENTS (taken));
  *taking          = (FuzzImage){ .image = *fields };
  taking->n_floats = image->stride * (image->height - 1) +
                     (gsize) image->width * image->channels;
  taking->memory = malloc (taking->n_floats * sizeof (gfloat));
  image->data    = (gfloat *) taking->memory;

  return taking;
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  is_telling         = g_getenv ("HOM_FUZZ_SAY") != NULL;
  is_processor_given = g_getenv ("HOM_PROCESSOR") != NULL;
  if (fuzz_begin)
    fuzz_begin ();

  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzBytes bytes = { data, size };

  fuzz_run (&bytes);
  while (n_taken > 0)
    free (taken[--n_taken].memory);

  return 0;
}

/* ---- Numbers ---- */

guint8
fuzz_byte (FuzzBytes *bytes)
{
  if (bytes->left == 0)
    return 0;

  bytes->left--;

  return *bytes->at++;
}

/* One byte, or two where there are more numbers than these tell apart. */
gint
fuzz_int (FuzzBytes *bytes, gint lowest, gint highest)
{
  guint n     = highest - lowest + 1;
  guint value = fuzz_byte (bytes);

  if (n > 256)
    value = value << 8 | fuzz_byte (bytes);

  return lowest + (gint) (value % n);
}

/* Within ±reach, in steps of some 1/32768 of it. Two bytes of zero are zero. */
gdouble
fuzz_tame_number (FuzzBytes *bytes, gdouble reach)
{
  guint value = fuzz_byte (bytes);

  value = value << 8 | fuzz_byte (bytes);

  return (gint16) value * (reach / 32768.0);
}

/* Any double, and the ones that break things more often than others. */
gdouble
fuzz_number (FuzzBytes *bytes)
{
  static const gdouble special[] = {
    0.0,          -0.0,          1.0,           -1.0,      0.5,
    2.0,          DBL_TRUE_MIN,  1e-310,        -1e-310,   DBL_MIN,
    1e-150,       1e-30,         1e-12,         1e-6,      64.0,
    1e3,          1e6,           1e9,           -1e9,      2147483647.0,
    2147483648.0, -2147483648.0, -2147483649.0, 9.3e18,    1e30,
    -1e30,        1e150,         -1e150,        1e300,     -1e300,
    DBL_MAX,      -DBL_MAX,      INFINITY,      -INFINITY, NAN,
  };
  guint   kind = fuzz_byte (bytes);
  gdouble number;
  guint64 bits = 0;

  if (kind < G_N_ELEMENTS (special))
    return special[kind];
  if (kind < 0x60)
    return fuzz_tame_number (bytes, 4.0);
  if (kind < 0xa0)
    return fuzz_tame_number (bytes, 256.0);
  if (kind < 0xc0)
    return fuzz_int (bytes, -100, 155);
  if (kind < 0xe0)
    return ldexp (fuzz_tame_number (bytes, 1.0),
                  (gint) fuzz_byte (bytes) * 8 - 1024);

  for (gint i = 0; i < 8; i++)
    bits = bits << 8 | fuzz_byte (bytes);
  memcpy (&number, &bits, sizeof (number));

  return number;
}

HomPoint
fuzz_point (FuzzBytes *bytes)
{
  gdouble x = fuzz_number (bytes);

  return (HomPoint){ x, fuzz_number (bytes) };
}

HomBox
fuzz_box (FuzzBytes *bytes)
{
  const gboolean is_any = fuzz_byte (bytes) % 4 == 3;
  HomBox         box;

  if (is_any)
    {
      box.x0 = fuzz_number (bytes);
      box.y0 = fuzz_number (bytes);
      box.x1 = fuzz_number (bytes);
      box.y1 = fuzz_number (bytes);
    }
  else
    {
      box.x0 = fuzz_tame_number (bytes, 256.0);
      box.y0 = fuzz_tame_number (bytes, 256.0);
      box.x1 = box.x0 + 0.25 + fabs (fuzz_tame_number (bytes, 256.0));
      box.y1 = box.y0 + 0.25 + fabs (fuzz_tame_number (bytes, 256.0));
    }
  fuzz_say ("box [%g, %g] × [%g, %g]", box.x0, box.x1, box.y0, box.y1);

  return box;
}

/* Often an upright rectangle whose corners were moved a bit. */
void
fuzz_quad (FuzzBytes *bytes, HomPoint quad[4])
{
  const guint   kind   = fuzz_byte (bytes) % 4;
  const gdouble width  = 1.0 + fuzz_byte (bytes);
  const gdouble height = 1.0 + fuzz_byte (bytes);

  for (gint i = 0; i < 4; i++)
    {
      if (kind == 3)
        quad[i] = fuzz_point (bytes);
      else
        {
          quad[i].x = (i == 1 || i == 2) * width +
                      fuzz_tame_number (bytes, kind * width);
          quad[i].y = (i >= 2) * height +
                      fuzz_tame_number (bytes, kind * height);
        }
      fuzz_say ("corner %g %g", quad[i].x, quad[i].y);
    }
}

/* A change of the identity that keeps a picture within some hundred pixels, and
 * in front of the horizon.
 */
static HomMatrix
tame_matrix (FuzzBytes *bytes)
{
  static const gdouble reach[9] = { 2.0,  2.0,   64.0,  2.0, 2.0,
                                    64.0, 0.002, 0.002, 0.0 };
  HomMatrix            matrix   = HOM_MATRIX_IDENTITY;

  for (gint i = 0; i < 8; i++)
    matrix.m[i] += fuzz_tame_number (bytes, reach[i]);

  return matrix;
}

HomMatrix
fuzz_matrix (FuzzBytes *bytes, gboolean *is_tame)
{
  static const gdouble factors[] = { 1e-310, 1e-300, 1e-150, 1e-20,
                                     -1.0,   1e20,   1e150,  1e300 };
  HomMatrix            matrix    = HOM_MATRIX_IDENTITY;
  const guint          kind      = fuzz_byte (bytes);
  gdouble              factor    = 1.0;

  switch (kind % 16)
    {
    case 0:
      break;

    case 1: /* shifted by whole and half pixels */
      matrix.m[2] = fuzz_int (bytes, -128, 127) / 2.0;
      matrix.m[5] = fuzz_int (bytes, -128, 127) / 2.0;
      break;

    case 2: /* reduced or enlarged */
      matrix.m[0] = ldexp (1.0, fuzz_int (bytes, -8, 8));
      matrix.m[4] = ldexp (1.0, fuzz_int (bytes, -8, 8));
      break;

    case 3: /* a quarter turn */
      matrix = (HomMatrix){ { 0, 1, 0, -1, 0, 8, 0, 0, 1 } };
      break;

    case 4: /* zero */
      matrix = (HomMatrix){ { 0.0 } };
      break;

    case 5: /* tame, but for its size */
      matrix = tame_matrix (bytes);
      factor = factors[fuzz_byte (bytes) % G_N_ELEMENTS (factors)];
      break;

    case 6: /* of one row's rank */
    case 7: /* any */
    case 8:
      for (gint i = 0; i < 9; i++)
        matrix.m[i] = kind % 16 == 6 && i >= 3 ? matrix.m[i - 3] :
                                                 fuzz_number (bytes);
      break;

    case 9: /* tame, but for one coefficient */
      matrix                          = tame_matrix (bytes);
      matrix.m[fuzz_byte (bytes) % 9] = fuzz_number (bytes);
      break;

    case 10: /* with a horizon */
      matrix      = tame_matrix (bytes);
      matrix.m[6] = fuzz_tame_number (bytes, 1.0);
      matrix.m[7] = fuzz_tame_number (bytes, 1.0);
      matrix.m[8] = fuzz_tame_number (bytes, 4.0);
      break;

    default:
      matrix = tame_matrix (bytes);
    }

  for (gint i = 0; i < 9; i++)
    matrix.m[i] *= factor;
  if (is_tame)
    *is_tame = kind % 16 <= 3 || kind % 16 >= 11;
  fuzz_say ("matrix %.17g %.17g %.17g  %.17g %.17g %.17g  %.17g %.17g %.17g",
            matrix.m[0], matrix.m[1], matrix.m[2], matrix.m[3], matrix.m[4],
            matrix.m[5], matrix.m[6], matrix.m[7], matrix.m[8]);

  return matrix;
}

gboolean
fuzz_is_finite (const gdouble *numbers, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (! isfinite (numbers[i]))
      return FALSE;

  return TRUE;
}

/* ---- Images ---- */

/* What is in an output before it is filled. */
static guint32
unset (gsize i)
{
  return 0xffdead00 | (i & 0xff);
}

/* A place of an image: seldom one where numbers end. */
static gint
fuzz_place (FuzzBytes *bytes)
{
  static const gint ends[] = { G_MININT,      G_MININT + 1,  G_MININT + 8,
                               G_MININT + 64, G_MAXINT,      G_MAXINT - 1,
                               G_MAXINT - 8,  G_MAXINT - 64, 1 << 24,
                               -(1 << 24),    1 << 30,       -(1 << 30) };
  guint             kind   = fuzz_byte (bytes);

  if (kind < 0xa0)
    return 0;
  if (kind < 0xe0)
    return fuzz_int (bytes, -16, 239);

  return ends[kind % G_N_ELEMENTS (ends)];
}

/* Small ones more often than others. */
static gint
fuzz_side (FuzzBytes *bytes, gint most)
{
  guint kind = fuzz_byte (bytes);

  if (kind < 0xe0)
    return 1 + kind % MIN (most, 16);

  return 1 + fuzz_byte (bytes) % most;
}

static HomImage
fuzz_fields (FuzzBytes *bytes, gint most, gint channels)
{
  HomImage image = { NULL };

  image.x        = fuzz_place (bytes);
  image.y        = fuzz_place (bytes);
  image.width    = fuzz_side (bytes, most);
  image.height   = fuzz_side (bytes, most);
  image.channels = channels ? channels : 1 + fuzz_byte (bytes) % 4;

  return image;
}

/* Sometimes with some floats between the rows. */
static FuzzImage *
fuzz_take (FuzzBytes *bytes, const HomImage *box, gint channels)
{
  HomImage image  = *box;
  guint    beyond = fuzz_byte (bytes);

  image.channels = channels;
  image.stride   = (gsize) image.width * channels +
                 (beyond < 0xc0 ? 0 : beyond % 8);
  fuzz_say ("image %d × %d × %d at (%d, %d), stride %zu", image.width,
            image.height, image.channels, image.x, image.y, image.stride);

  return take_image (&image);
}

static void
leave_unset (FuzzImage *output)
{
  for (gsize i = 0; i < output->n_floats; i++)
    output->memory[i] = unset (i);
}

static guint32
next_random (guint32 *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;

  return *state;
}

/* Whether all values are of a size that no product of a few of them comes to
 * the end of the floats.
 */
static gboolean
is_tame_image (const HomImage *image)
{
  for (gint y = 0; y < image->height; y++)
    for (gint i = 0; i < image->width * image->channels; i++)
      {
        gfloat value = fabsf (hom_image_pixel (image, 0, y)[i]);

        if (! (value <= 4.0f) || (value > 0.0f && value < 1e-8f))
          return FALSE;
      }

  return TRUE;
}

/* Values of a kind that the bytes choose; what lies between the rows is a NaN.
 */
static void
draw (FuzzBytes *bytes, FuzzImage *drawn)
{
  static const gfloat special[] = { 0.0f,     -0.0f,     FLT_TRUE_MIN, 1e-40f,
                                    1e30f,    -1e30f,    FLT_MAX,      -FLT_MAX,
                                    INFINITY, -INFINITY, NAN,          -NAN };
  const HomImage     *image     = &drawn->image;
  const guint         kind      = fuzz_byte (bytes) % 8;
  guint32             random    = 0x9e3779b9u * (1 + fuzz_byte (bytes));
  gfloat              step      = fuzz_byte (bytes) / 64.0f;

  for (gsize i = 0; i < drawn->n_floats; i++)
    image->data[i] = NAN;
  for (gint y = 0; y < image->height; y++)
    for (gint i = 0; i < image->width * image->channels; i++)
      {
        guint32 bits  = next_random (&random);
        gfloat  noise = (bits >> 8) / 16777216.0f;
        gfloat  value = noise;

        if (kind == 2)
          value = step;
        else if (kind == 3)
          value = 2.0f * noise - 1.0f;
        else if (kind == 4 && bits % 8 == 0)
          value = special[(bits >> 4) % G_N_ELEMENTS (special)];
        else if (kind == 5)
          value = special[fuzz_byte (bytes) % G_N_ELEMENTS (special)];
        else if (kind == 6)
          value = (noise - 0.5f) * 1e38f;
        else if (kind == 7)
          value = fuzz_byte (bytes) / 64.0f;
        hom_image_pixel (image, 0, y)[i] = value;
      }
  drawn->largest = fuzz_largest (image);
  drawn->is_tame = is_tame_image (image);
  fuzz_say ("  its values: kind %u, up to %g%s", kind, drawn->largest,
            drawn->is_tame ? ", tame" : "");
}

/* An image of at most so many pixels along each side; channels is 0 for any. */
FuzzImage *
fuzz_image (FuzzBytes *bytes, gint most, gint channels)
{
  HomImage   box   = fuzz_fields (bytes, most, channels);
  FuzzImage *image = fuzz_take (bytes, &box, box.channels);

  draw (bytes, image);

  return image;
}

/* The same, to be filled by the library. */
FuzzImage *
fuzz_output (FuzzBytes *bytes, gint most, gint channels)
{
  HomImage   box    = fuzz_fields (bytes, most, channels);
  FuzzImage *output = fuzz_take (bytes, &box, box.channels);

  leave_unset (output);

  return output;
}

FuzzImage *
fuzz_image_like (FuzzBytes *bytes, const HomImage *box, gint channels)
{
  FuzzImage *image = fuzz_take (bytes, box, channels);

  draw (bytes, image);

  return image;
}

FuzzImage *
fuzz_output_like (FuzzBytes *bytes, const HomImage *box, gint channels)
{
  FuzzImage *output = fuzz_take (bytes, box, channels);

  leave_unset (output);

  return output;
}

/* Sometimes, makes of an image one that no call accepts, or that may not fit
 * with others.
 */
void
fuzz_spoil_image (FuzzBytes *bytes, FuzzImage *spoiled)
{
  HomImage *image = &spoiled->image;
  guint     kind  = fuzz_byte (bytes);

  if (kind < 0xf0)
    return;

  switch (kind % 8)
    {
    case 0:
      image->data = NULL;
      break;

    case 1:
      image->width = 0;
      break;

    case 2:
      image->height = G_MININT;
      break;

    case 3:
      image->channels = 0;
      break;

    case 4:
      image->channels = 5;
      break;

    case 5:
      image->stride = 0;
      break;

    case 6:
      image->width = G_MAXINT;
      break;

    default: /* a smaller one, which is none of the above */
      image->width = 1;
    }
  fuzz_say ("  spoiled: %d × %d × %d, stride %zu%s", image->width,
            image->height, image->channels, image->stride,
            image->data ? "" : ", without data");
}

/* A refused call leaves what it was to fill as it is. */
void
fuzz_check_untouched (const FuzzImage *output)
{
  for (gsize i = 0; i < output->n_floats; i++)
    fuzz_check (output->memory[i] == unset (i));
}

/* A call fills all pixels of an image, and nothing between its rows. */
void
fuzz_check_filled (const FuzzImage *output)
{
  const HomImage *image = &output->image;

  for (gsize i = 0; i < output->n_floats; i++)
    {
      gboolean is_pixel = i % image->stride <
                          (gsize) image->width * image->channels;

      if (is_pixel)
        fuzz_check (output->memory[i] != unset (i));
      else
        fuzz_check (output->memory[i] == unset (i));
    }
}

gdouble
fuzz_largest (const HomImage *image)
{
  gfloat largest = 0.0f;

  for (gint y = 0; y < image->height; y++)
    for (gint i = 0; i < image->width * image->channels; i++)
      {
        gfloat value = fabsf (hom_image_pixel (image, 0, y)[i]);

        if (isfinite (value))
          largest = MAX (largest, value);
      }

  return largest;
}

gboolean
fuzz_is_finite_image (const HomImage *image)
{
  for (gint y = 0; y < image->height; y++)
    for (gint i = 0; i < image->width * image->channels; i++)
      if (! isfinite (hom_image_pixel (image, 0, y)[i]))
        return FALSE;

  return TRUE;
}

/* Σ a ∘ b and, added to *absolute, Σ |a ∘ b|. */
gdouble
fuzz_dot (const HomImage *a, const HomImage *b, gdouble *absolute)
{
  gdouble sum = 0.0;

  for (gint y = 0; y < a->height; y++)
    for (gint i = 0; i < a->width * a->channels; i++)
      {
        gdouble term = (gdouble) hom_image_pixel (a, 0, y)[i] *
                       hom_image_pixel (b, 0, y)[i];

        sum += term;
        *absolute += fabs (term);
      }

  return sum;
}

HomSampling
fuzz_sampling (FuzzBytes *bytes)
{
  const guint flags    = fuzz_byte (bytes);
  HomSampling sampling = { .antialias    = flags & 1,
                           .coefficients = (flags & 6) == 6 };

  sampling.interpolation = fuzz_byte (bytes) % HOM_N_INTERPOLATIONS;
  sampling.boundary      = fuzz_byte (bytes) % HOM_N_BOUNDARIES;
  if (flags & 8)
    for (gint c = 0; c < HOM_MAX_CHANNELS; c++)
      sampling.fill[c] = fuzz_byte (bytes) / 64.0f;
  if ((flags & 0xf0) == 0xf0)
    {
      if (flags & 8)
        sampling.fill[fuzz_byte (bytes) % 4] = fuzz_number (bytes);
      else
        sampling.interpolation = fuzz_int (bytes, -1, HOM_N_INTERPOLATIONS);
    }
  fuzz_say ("interpolation %d, boundary %d%s%s, fill %g %g %g %g",
            sampling.interpolation, sampling.boundary,
            sampling.antialias ? ", antialias" : "",
            sampling.coefficients ? ", coefficients" : "", sampling.fill[0],
            sampling.fill[1], sampling.fill[2], sampling.fill[3]);

  return sampling;
}

/* Chooses the processor whose rows are used, among those that there are. */
void
fuzz_processor (FuzzBytes *bytes)
{
  static const gchar *processors[] = { "x86-64-v4", "x86-64-v3", "generic",
                                       "any" };
  const gchar        *processor    = processors[fuzz_byte (bytes) % 4];

  if (is_processor_given)
    return;

  fuzz_say ("processor %s", processor);
  if (! hom_processor_use (processor))
    hom_processor_use (NULL);
}
