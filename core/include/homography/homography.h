/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * libhomography: differentiable homography warps, and alignment by them.
 * This is the one header that users of the library include.
 */

#pragma once

#include "hom-align.h"
#include "hom-box.h"
#include "hom-crossing.h"
#include "hom-decomposition.h"
#include "hom-error.h"
#include "hom-find-quad.h"
#include "hom-image.h"
#include "hom-inner-rectangle.h"
#include "hom-loss.h"
#include "hom-matrix-box.h"
#include "hom-matrix-corners.h"
#include "hom-matrix-gradient.h"
#include "hom-matrix-normalized.h"
#include "hom-matrix-points.h"
#include "hom-matrix.h"
#include "hom-model-fit.h"
#include "hom-model-parameters.h"
#include "hom-model.h"
#include "hom-paper.h"
#include "hom-quad-rectangle.h"
#include "hom-quad.h"
#include "hom-sample.h"
#include "hom-sampling-support.h"
#include "hom-sampling.h"
#include "hom-spline.h"
#include "hom-version.h"
#include "hom-warp-adjoint.h"
#include "hom-warp-gradient.h"
#include "hom-warp.h"
