/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "warp/hom-warp-dispatch.h"
#include "warp/hom-warp-span.h"

static HomRunFunc
find_any_func (HomWarpKernel kind, HomInterpolation interpolation)
{
  switch (kind)
    {
    case HOM_WARP_KERNEL_WARP:
      return hom_warp_any[interpolation];
    case HOM_WARP_KERNEL_GRADIENT:
      return hom_gradient_any;
    case HOM_WARP_KERNEL_DERIVATIVE:
      return hom_derivative_any;
    case HOM_WARP_KERNEL_ADJOINT:
      return hom_adjoint_any[interpolation];
    }

  g_assert_not_reached ();
}

static const HomTapsFuncs *
find_taps_funcs (HomWarpKernel kind)
{
  switch (kind)
    {
    case HOM_WARP_KERNEL_WARP:
      return &hom_kernel (hom_warp_taps);
    case HOM_WARP_KERNEL_GRADIENT:
      return &hom_wide_kernel (hom_gradient_taps);
    case HOM_WARP_KERNEL_DERIVATIVE:
      return &hom_wide_kernel (hom_derivative_taps);
    case HOM_WARP_KERNEL_ADJOINT:
      return &hom_kernel (hom_adjoint_taps);
    }

  g_assert_not_reached ();
}

static HomSpanParts
find_span_parts (HomWarpKernel kind, gint taps)
{
  switch (kind)
    {
    case HOM_WARP_KERNEL_WARP:
      return taps == 1 ? HOM_SPAN_NEAREST : HOM_SPAN_VALUES;
    case HOM_WARP_KERNEL_GRADIENT:
    case HOM_WARP_KERNEL_DERIVATIVE:
      return HOM_SPAN_SLOPES;
    case HOM_WARP_KERNEL_ADJOINT:
      return taps == 1 ? HOM_SPAN_NEAREST : HOM_SPAN_TAPS;
    }

  g_assert_not_reached ();
}

/* Chooses the functions for the sampling and the channels of @rows. */
void
hom_warp_dispatch_choose (HomWarpRows *rows, HomWarpKernel kind)
{
  const HomInterpolation interpolation = rows->sampling.interpolation;
  const gint             channels      = rows->input->channels;
  const gint             taps          = hom_taps (interpolation);
  const HomSpanParts     parts         = find_span_parts (kind, taps);
  const HomSpanFuncs    *span_funcs    = &hom_wide_kernel (hom_span_funcs);

  rows->any_func    = find_any_func (kind, interpolation);
  rows->func        = (*find_taps_funcs (kind))[taps][channels - 1];
  rows->locate_func = span_funcs->locate[parts];
  rows->weigh_func  = span_funcs->weigh[parts][interpolation];
  if (hom_processor () == HOM_PROCESSOR_ANY_PIXEL)
    rows->func = rows->any_func;
}
