/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

/* The squares, or what is no number. */
static gdouble
get_custom (gdouble y, gdouble target, gdouble *derivative, gpointer data)
{
  const guint kind = *(guint *) data;

  *derivative = kind % 4 == 3 ? NAN : 2.0 * (y - target);

  return kind % 8 == 4 ? INFINITY : (y - target) * (y - target);
}

static HomLoss
take_loss (FuzzBytes *bytes, guint *custom)
{
  const guint flags = fuzz_byte (bytes);
  HomLoss     loss  = { .fit_exposure = flags & 1,
                        .mean         = (flags & 2) != 0,
                        .data         = custom };

  loss.kind  = fuzz_byte (bytes) % 8;
  loss.scale = fuzz_byte (bytes) / 64.0 + 0.01;
  *custom    = fuzz_byte (bytes);
  if (*custom < 0xf0)
    loss.func = get_custom;
  if ((flags & 0x30) == 0x30)
    loss.scale = fuzz_number (bytes);
  if ((flags & 0xc0) == 0xc0)
    loss.kind = fuzz_int (bytes, -1, 9);
  fuzz_say ("loss %d, scale %g%s%s", loss.kind, loss.scale,
            loss.fit_exposure ? ", fit the exposure" : "",
            loss.mean ? ", mean" : "");

  return loss;
}

typedef struct
{
  FuzzImage *y, *target, *mask, *dl_dy;
  gboolean   are_tame;
} Images;

static Images
take_images (FuzzBytes *bytes)
{
  const guint kind   = fuzz_byte (bytes);
  Images      images = { .y = fuzz_image (bytes, 32, 0) };
  HomImage    box    = images.y->image;

  images.target = fuzz_image_like (bytes, &box, box.channels);
  if (kind & 1)
    images.mask = fuzz_image_like (bytes, &box, 1);
  if ((kind & 6) == 6)
    images.dl_dy = images.y;
  else if ((kind & 6) != 4)
    images.dl_dy = fuzz_output_like (bytes, &box, box.channels);
  images.are_tame = images.y->is_tame && images.target->is_tame &&
                    (! images.mask || images.mask->is_tame);
  if (kind >= 0xe0)
    {
      fuzz_spoil_image (bytes, images.y);
      fuzz_spoil_image (bytes, images.target);
      if (images.mask)
        fuzz_spoil_image (bytes, images.mask);
      if (images.dl_dy)
        fuzz_spoil_image (bytes, images.dl_dy);
    }

  return images;
}

void
fuzz_run (FuzzBytes *bytes)
{
  guint           custom;
  HomLoss         loss     = take_loss (bytes, &custom);
  const guint     exposing = fuzz_byte (bytes) % 4;
  HomExposure     exposure = { 1.0, 0.0 };
  gdouble         value    = NAN;
  GError         *error    = NULL;
  Images          images   = take_images (bytes);
  const HomImage *mask     = images.mask ? &images.mask->image : NULL;
  gboolean        is_tame  = images.are_tame && loss.scale >= 1e-3 &&
                     loss.scale <= 1e3 && exposing != 2;

  if (fuzz_result (hom_exposure_fit (&images.y->image, &images.target->image,
                                     mask, &exposure, &error),
                   &error) &&
      images.are_tame)
    fuzz_check (fuzz_is_finite (&exposure.gain, 2));

  exposure = (HomExposure){ 1.0, 0.0 };
  if (exposing == 2)
    exposure = (HomExposure){ fuzz_number (bytes), fuzz_number (bytes) };
  if (! fuzz_result (hom_loss_evaluate (
                         &loss, &images.y->image, &images.target->image, mask,
                         exposing ? &exposure : NULL, &value,
                         images.dl_dy ? &images.dl_dy->image : NULL, &error),
                     &error))
    return;

  if (images.dl_dy && images.dl_dy != images.y &&
      images.dl_dy->image.width == images.y->image.width)
    fuzz_check_filled (images.dl_dy);
  fuzz_say ("its value: %g", value);
  if (! is_tame)
    return;
  fuzz_check (isfinite (value));
  fuzz_check (value >= -1e-9);
  if (images.dl_dy)
    fuzz_check (fuzz_is_finite_image (&images.dl_dy->image));
}
