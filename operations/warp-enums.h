/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The choices that several operations have. The names of the types, the nicks
 * and the numbers are frozen: XCF files hold the numbers. Samplers and boundaries
 * are those of HomInterpolation and HomBoundary; more may be appended.
 */

typedef enum
{
  HOMOGRAPHY_SAMPLER_NEAREST,
  HOMOGRAPHY_SAMPLER_LINEAR,
  HOMOGRAPHY_SAMPLER_CUBIC,
  HOMOGRAPHY_SAMPLER_LANCZOS,
  HOMOGRAPHY_SAMPLER_QUADRATIC_SPLINE,
  HOMOGRAPHY_SAMPLER_CUBIC_SPLINE,
  HOMOGRAPHY_SAMPLER_LANCZOS2,
  HOMOGRAPHY_SAMPLER_LANCZOS4,
} HomographySampler;

typedef enum
{
  HOMOGRAPHY_BOUNDARY_TRANSPARENT,
  HOMOGRAPHY_BOUNDARY_CLAMP,
  HOMOGRAPHY_BOUNDARY_REFLECT,
  HOMOGRAPHY_BOUNDARY_WRAP,
  HOMOGRAPHY_BOUNDARY_MIRROR,
  HOMOGRAPHY_BOUNDARY_CONTINUE,
  HOMOGRAPHY_BOUNDARY_VALID,
} HomographyBoundary;

typedef enum
{
  HOMOGRAPHY_CLIP_NONE,
  HOMOGRAPHY_CLIP_TARGET,
  HOMOGRAPHY_CLIP_QUADRILATERAL,
} HomographyClip;

GType homography_sampler_get_type  (void);
GType homography_boundary_get_type (void);
GType homography_clip_get_type     (void);

G_END_DECLS
