/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/apply/change.h"

G_BEGIN_DECLS

/**
 * ChangePlan:
 * @changes: an array of #Change, in the order in which they are to be carried
 *   out, which the plan adds to.
 * @transformation: what is done to a layer.
 * @options: how that is done; they outlive the changes.
 * @name: the name of a filter, or of the copy of a layer.
 * @canvas: the box of the image afterwards.
 *
 * A plan finds the changes that a transformation makes, and makes them ready.
 */
typedef struct
{
  GPtrArray            *changes;
  const Transformation *transformation;
  const Options        *options;
  const gchar          *name;
  HomBox                canvas;
} ChangePlan;

gboolean change_plan_add (const ChangePlan *plan,
                          GimpLayer        *layer,
                          GError          **error);

G_END_DECLS
