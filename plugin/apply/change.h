/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/apply/transformation.h"
#include "plugin/arguments/options.h"

G_BEGIN_DECLS

/* A plug-in may die at any moment, by GIMP's own button “Cancel”, too. Hence
 * all that takes time or can fail is done before the image is changed, and it
 * is changed by as few calls as GIMP allows.
 */

/**
 * ChangeKind:
 * @CHANGE_FILTER: a filter is put on the layer, or one that is there is set.
 * @CHANGE_PIXELS: the layer's pixels and its mask are resampled.
 * @CHANGE_KEEP_MASK: the mask of a layer group is set to what it is. GIMP cuts
 *   it to the group's box whenever that changes, and has no undo step for that;
 *   this one, undone last, brings all of it back.
 * @CHANGE_GROUP_MASK: the mask of a layer group follows what is inside.
 * @CHANGE_INSERT: a copy comes into the image.
 *
 * The kind tells what a change does.
 */
typedef enum
{
  CHANGE_FILTER,
  CHANGE_PIXELS,
  CHANGE_KEEP_MASK,
  CHANGE_GROUP_MASK,
  CHANGE_INSERT
} ChangeKind;

/**
 * Change:
 * @layer: the layer that it changes.
 * @transformation: what is done to the layer.
 * @options: how that is done; they outlive the change.
 * @before: the layer's box before the change.
 * @after: the layer's box after the change.
 * @filter: (nullable): the filter to be put on the layer, or to be merged.
 * @old_filter: (nullable): the filter whose place that takes; the same, if it
 *   is only set.
 * @old_mask: (nullable): what the mask was, and
 * @mask: (nullable): what it becomes; neither is in the image.
 * @lacks_alpha: whether the layer has no alpha channel yet.
 * @is_locked: whether its alpha channel is locked.
 * @original: (nullable): the layer that this one is a copy of, not yet in the
 *   image.
 * @is_rendered: whether what takes time is done.
 * @is_done: whether the image has what was made for it.
 *
 * A change is a part of what a transformation makes of layers, ready to be
 * carried out.
 */
typedef struct
{
  ChangeKind          kind;
  GimpLayer          *layer;
  Transformation      transformation;
  const Options      *options;
  HomBox              before, after;
  GimpDrawableFilter *filter, *old_filter;
  GimpChannel        *old_mask, *mask;
  gboolean            lacks_alpha;
  gboolean            is_locked;
  GimpLayer          *original;
  gboolean            is_rendered;
  gboolean            is_done;
} Change;

Change      *change_new       (ChangeKind            kind,
                               GimpLayer            *layer,
                               const Transformation *transformation,
                               const Options        *options);
void         change_free      (gpointer              change);
GimpChannel *change_warp_mask (const Change         *change,
                               gpointer              mask,
                               const HomBox         *after);
gboolean     change_is_apart  (const Change         *change);
void         change_render    (Change               *change);
void         change_carry_out (Change               *change);

G_END_DECLS
