/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "homography.h"
#include "warp-enums.h"

#define SAME(a, b) G_STATIC_ASSERT ((gint) (a) == (gint) (b))

SAME (HOMOGRAPHY_SAMPLER_NEAREST, HOM_INTERPOLATION_NEAREST);
SAME (HOMOGRAPHY_SAMPLER_LINEAR, HOM_INTERPOLATION_LINEAR);
SAME (HOMOGRAPHY_SAMPLER_CUBIC, HOM_INTERPOLATION_CUBIC);
SAME (HOMOGRAPHY_SAMPLER_LANCZOS, HOM_INTERPOLATION_LANCZOS);
SAME (HOMOGRAPHY_SAMPLER_QUADRATIC_SPLINE, HOM_INTERPOLATION_QUADRATIC_SPLINE);
SAME (HOMOGRAPHY_SAMPLER_CUBIC_SPLINE, HOM_INTERPOLATION_CUBIC_SPLINE);
SAME (HOMOGRAPHY_SAMPLER_LANCZOS2, HOM_INTERPOLATION_LANCZOS2);
SAME (HOMOGRAPHY_SAMPLER_LANCZOS4, HOM_INTERPOLATION_LANCZOS4);
SAME (HOMOGRAPHY_BOUNDARY_TRANSPARENT, HOM_BOUNDARY_FILL);
SAME (HOMOGRAPHY_BOUNDARY_CLAMP, HOM_BOUNDARY_CLAMP);
SAME (HOMOGRAPHY_BOUNDARY_REFLECT, HOM_BOUNDARY_REFLECT);
SAME (HOMOGRAPHY_BOUNDARY_WRAP, HOM_BOUNDARY_WRAP);
SAME (HOMOGRAPHY_BOUNDARY_MIRROR, HOM_BOUNDARY_MIRROR);
SAME (HOMOGRAPHY_BOUNDARY_CONTINUE, HOM_BOUNDARY_CONTINUE);
SAME (HOMOGRAPHY_BOUNDARY_VALID, HOM_BOUNDARY_VALID);

/* GEGL and GIMP show the names as they are. */
static GType
register_enum (const gchar *type_name, GEnumValue *values)
{
  for (GEnumValue *value = values; value->value_name; value++)
    value->value_name = _ (value->value_name);

  return g_enum_register_static (type_name, values);
}

GType
homography_sampler_get_type (void)
{
  static gsize      type     = 0;
  static GEnumValue values[] = {
    { HOMOGRAPHY_SAMPLER_NEAREST, N_ ("Nearest pixel"), "nearest" },
    { HOMOGRAPHY_SAMPLER_LINEAR, N_ ("Linear"), "linear" },
    { HOMOGRAPHY_SAMPLER_CUBIC, N_ ("Cubic"), "cubic" },
    { HOMOGRAPHY_SAMPLER_LANCZOS, N_ ("Lanczos"), "lanczos" },
    { HOMOGRAPHY_SAMPLER_QUADRATIC_SPLINE, N_ ("Quadratic B-spline"),
      "quadratic-spline" },
    { HOMOGRAPHY_SAMPLER_CUBIC_SPLINE, N_ ("Cubic B-spline"), "cubic-spline" },
    { HOMOGRAPHY_SAMPLER_LANCZOS2, N_ ("Lanczos 2"), "lanczos2" },
    { HOMOGRAPHY_SAMPLER_LANCZOS4, N_ ("Lanczos 4"), "lanczos4" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, register_enum ("HomographySampler", values));

  return type;
}

GType
homography_boundary_get_type (void)
{
  static gsize      type     = 0;
  static GEnumValue values[] = {
    { HOMOGRAPHY_BOUNDARY_TRANSPARENT, N_ ("Transparent"), "transparent" },
    { HOMOGRAPHY_BOUNDARY_CLAMP, N_ ("Color of the edge"), "clamp" },
    { HOMOGRAPHY_BOUNDARY_REFLECT, N_ ("Mirrored"), "reflect" },
    { HOMOGRAPHY_BOUNDARY_WRAP, N_ ("Repeated"), "wrap" },
    { HOMOGRAPHY_BOUNDARY_MIRROR, N_ ("Mirrored, the edge once"), "mirror" },
    { HOMOGRAPHY_BOUNDARY_CONTINUE, N_ ("Continued in a straight line"),
      "continue" },
    { HOMOGRAPHY_BOUNDARY_VALID, N_ ("Nothing, nor what it would mix with"),
      "valid" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, register_enum ("HomographyBoundary", values));

  return type;
}

GType
homography_clip_get_type (void)
{
  static gsize      type     = 0;
  static GEnumValue values[] = {
    { HOMOGRAPHY_CLIP_NONE, N_ ("Nothing at all"), "none" },
    { HOMOGRAPHY_CLIP_TARGET, N_ ("All but the box of the target"), "target" },
    { HOMOGRAPHY_CLIP_QUADRILATERAL, N_ ("All but the target"),
      "quadrilateral" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, register_enum ("HomographyClip", values));

  return type;
}
