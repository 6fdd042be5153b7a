/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <lcms2.h>

#include "tools/picture/cmyk.h"

struct _CmykConverter
{
  cmsHTRANSFORM transform; /* NULL: there is no profile */
};

/* Makes a converter of bytes where 255 is full ink.
 *
 * @profile: (nullable): of the inks. Without one that can be used, each ink
 *   takes its complement away.
 */
CmykConverter *
cmyk_converter_new (GBytes *profile)
{
  CmykConverter *converter = g_new0 (CmykConverter, 1);
  gsize          length    = 0;
  gconstpointer  data = profile ? g_bytes_get_data (profile, &length) : NULL;
  cmsHPROFILE inks = data ? cmsOpenProfileFromMem (data, (guint) length) : NULL;

  if (inks && cmsGetColorSpace (inks) == cmsSigCmykData)
    {
      cmsHPROFILE srgb = cmsCreate_sRGBProfile ();

      converter->transform = cmsCreateTransform (
          inks, TYPE_CMYK_8, srgb, TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC,
          cmsFLAGS_BLACKPOINTCOMPENSATION);
      cmsCloseProfile (srgb);
    }
  if (inks)
    cmsCloseProfile (inks);

  return converter;
}

void
cmyk_converter_free (CmykConverter *converter)
{
  if (converter && converter->transform)
    cmsDeleteTransform (converter->transform);
  g_free (converter);
}

/* Converts @n pixels to 8 bits of sRGB. */
void
cmyk_convert_row (CmykConverter *converter,
                  const guchar  *cmyk,
                  guchar        *rgb,
                  gint           n)
{
  if (converter->transform)
    {
      cmsDoTransform (converter->transform, cmyk, rgb, n);
      return;
    }

  for (gint i = 0; i < n; i++, cmyk += 4, rgb += 3)
    for (gint c = 0; c < 3; c++)
      rgb[c] = (guchar) (((255 - cmyk[c]) * (255 - cmyk[3]) + 127) / 255);
}
