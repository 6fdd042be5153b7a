/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/placement/hom-placement.h"
#include "ui/quad/hom-quad-part.h"

/* This many steps can be undone. */
#define MOST_SAVED 100

/* @pins: an array of #HomPin.
 * @h: where the layer was then.
 */
typedef struct
{
  GArray   *pins;
  HomMatrix h;
} PlacementState;

/* @box: the box of the layer.
 * @base: where the layer was when the first pin was set: they are followed from
 *   there.
 * @pins: an array of #HomPin.
 * @h: where the layer is now.
 * @problem: (nullable): why the pins are not followed.
 * @saved: an array of #PlacementState, the last one last.
 */
struct _HomPlacement
{
  HomPlacementMode mode;
  HomModel         model;
  HomBox           box;
  HomMatrix        base;
  GArray          *pins;
  HomMatrix        h;
  gchar           *problem;
  GPtrArray       *saved;
};

static void
state_free (gpointer data)
{
  PlacementState *state = data;

  g_array_unref (state->pins);
  g_free (state);
}

HomPlacement *
hom_placement_new (void)
{
  HomPlacement *placement = g_new0 (HomPlacement, 1);

  placement->model = HOM_MODEL_HOMOGRAPHY;
  placement->base  = HOM_MATRIX_IDENTITY;
  placement->h     = HOM_MATRIX_IDENTITY;
  placement->pins  = g_array_new (FALSE, FALSE, sizeof (HomPin));
  placement->saved = g_ptr_array_new_with_free_func (state_free);

  return placement;
}

void
hom_placement_free (HomPlacement *placement)
{
  g_array_unref (placement->pins);
  g_ptr_array_unref (placement->saved);
  g_free (placement->problem);
  g_free (placement);
}

static HomPin *
get_pin (const HomPlacement *placement, gint pin)
{
  return &g_array_index (placement->pins, HomPin, pin);
}

/* Sets the pins that a mode begins with. */
static void
set_up (HomPlacement *placement)
{
  HomPoint corners[4];

  placement->base = placement->h;
  g_clear_pointer (&placement->problem, g_free);
  g_array_set_size (placement->pins, 0);
  g_ptr_array_set_size (placement->saved, 0);
  if (placement->mode != HOM_PLACEMENT_CORNERS)
    return;

  hom_quad_from_box (&placement->box, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomPin pin = { corners[i], corners[i] };

      hom_matrix_apply (&placement->h, corners[i], &pin.target);
      g_array_append_val (placement->pins, pin);
    }
}

/* Forgets all pins.
 *
 * @box: the box of the layer, in its own coordinates.
 * @h: where the layer is.
 */
void
hom_placement_start (HomPlacement    *placement,
                     const HomBox    *box,
                     const HomMatrix *h)
{
  placement->box = *box;
  placement->h   = *h;
  set_up (placement);
}

/* Sets the mode. The layer stays where it is, and all pins are forgotten. */
void
hom_placement_set_mode (HomPlacement *placement, HomPlacementMode mode)
{
  placement->mode = mode;
  set_up (placement);
}

HomPlacementMode
hom_placement_get_mode (const HomPlacement *placement)
{
  return placement->mode;
}

/* Returns: the model of the matrix that the pins lead to, as many as they are.
 */
HomModel
hom_placement_get_model (const HomPlacement *placement)
{
  HomModel model = placement->model;

  if (placement->mode == HOM_PLACEMENT_CORNERS)
    return HOM_MODEL_HOMOGRAPHY;
  while (model > HOM_MODEL_TRANSLATION &&
         hom_model_least_points (model) > (gint) placement->pins->len)
    model--;

  return model;
}

/* Finds the matrix that follows the pins.
 *
 * @h: (out): that matrix.
 */
static gboolean
fit (const HomPlacement *placement, HomMatrix *h, GError **error)
{
  gint                 n      = placement->pins->len;
  g_autofree HomPoint *source = g_new (HomPoint, n);
  g_autofree HomPoint *target = g_new (HomPoint, n);

  for (gint i = 0; i < n; i++)
    {
      const HomPin *pin = get_pin (placement, i);

      target[i] = pin->target;
      if (! hom_matrix_apply (&placement->base, pin->source, &source[i]))
        source[i] = pin->source;
    }
  if (placement->mode == HOM_PLACEMENT_CORNERS &&
      ! hom_quad_check (target, error))
    return FALSE;
  if (! hom_model_fit (hom_placement_get_model (placement), source, target, n,
                       h, error))
    return FALSE;

  *h = hom_matrix_multiply (h, &placement->base);
  *h = hom_matrix_face (h, &placement->box);

  return hom_matrix_invert (h, &(HomMatrix) { { 0 } }, error);
}

static void
follow (HomPlacement *placement)
{
  g_autoptr (GError) error = NULL;
  HomMatrix h              = placement->base;

  g_clear_pointer (&placement->problem, g_free);
  if (placement->pins->len > 0 && ! fit (placement, &h, &error))
    placement->problem = g_strdup (error->message);
  else if (hom_matrix_has_horizon (&h, &placement->box))
    placement->problem = g_strdup (_ ("The layer would reach beyond the "
                                      "horizon."));
  else
    placement->h = h;
}

/* Sets the model of the matrix that pins lead to. */
void
hom_placement_set_model (HomPlacement *placement, HomModel model)
{
  placement->model = model;
}

gint
hom_placement_get_n_pins (const HomPlacement *placement)
{
  return placement->pins->len;
}

const HomPin *
hom_placement_get_pin (const HomPlacement *placement, gint pin)
{
  return get_pin (placement, pin);
}

/* Sets a pin on the point of the layer that is seen at @target.
 *
 * Returns: its number, or -1 when the layer is not seen there at all.
 */
gint
hom_placement_add_pin (HomPlacement *placement, HomPoint target)
{
  HomPin    pin = { target, target };
  HomMatrix w;

  if (! hom_matrix_invert (&placement->h, &w, NULL) ||
      ! hom_matrix_apply (&w, target, &pin.source))
    return -1;

  g_array_append_val (placement->pins, pin);
  follow (placement);

  return placement->pins->len - 1;
}

/* Moves a pin, or sets it on another point of the layer. */
void
hom_placement_set_pin (HomPlacement *placement, gint pin, const HomPin *where)
{
  *get_pin (placement, pin) = *where;
  follow (placement);
}

void
hom_placement_remove_pin (HomPlacement *placement, gint pin)
{
  g_array_remove_index (placement->pins, pin);
  follow (placement);
}

/* Tells what a grip moves.
 *
 * @grip: a #HomQuadPart of the corners, where the pins are those, or else the
 *   number of a pin.
 *
 * Returns: whether a pin goes along when @grip is moved.
 */
gboolean
hom_placement_moves (const HomPlacement *placement, gint grip, gint pin)
{
  return placement->mode == HOM_PLACEMENT_CORNERS ?
             hom_quad_part_moves (grip, pin) :
             grip == pin;
}

/* Moves the pins that go along with @grip, as hom_placement_moves() tells. */
void
hom_placement_move (HomPlacement *placement, gint grip, gdouble dx, gdouble dy)
{
  for (gint i = 0; i < (gint) placement->pins->len; i++)
    if (hom_placement_moves (placement, grip, i))
      {
        HomPin *pin = get_pin (placement, i);

        pin->target.x += dx;
        pin->target.y += dy;
      }
  follow (placement);
}

/* Returns: the matrix that takes the layer to where it is. */
const HomMatrix *
hom_placement_get_matrix (const HomPlacement *placement)
{
  return &placement->h;
}

/* Returns: (nullable): why the layer is not where the pins are. */
const gchar *
hom_placement_get_problem (const HomPlacement *placement)
{
  return placement->problem;
}

/* Returns: (transfer full): an array of #HomPin: those that the user has set.
 */
GArray *
hom_placement_copy_pins (const HomPlacement *placement)
{
  if (placement->mode == HOM_PLACEMENT_POINTS)
    return g_array_copy (placement->pins);

  return g_array_new (FALSE, FALSE, sizeof (HomPin));
}

/* Measures how well a matrix follows pins.
 *
 * @pins: an array of #HomPin.
 *
 * Returns: how far @h takes the farthest of them from where it is held, in
 *   pixels.
 */
gdouble
hom_pins_measure (const GArray *pins, const HomMatrix *h)
{
  gdouble farthest = 0.0;

  for (guint i = 0; i < pins->len; i++)
    {
      const HomPin *pin = &g_array_index (pins, HomPin, i);
      HomPoint      p;

      if (! hom_matrix_apply (h, pin->source, &p))
        return G_MAXDOUBLE;
      farthest = MAX (farthest,
                      hypot (p.x - pin->target.x, p.y - pin->target.y));
    }

  return farthest;
}

/* Saves the state before a change, so that it can be undone. */
void
hom_placement_save (HomPlacement *placement)
{
  PlacementState *state = g_new (PlacementState, 1);

  if (placement->saved->len == MOST_SAVED)
    g_ptr_array_remove_index (placement->saved, 0);
  state->pins = g_array_copy (placement->pins);
  state->h    = placement->h;
  g_ptr_array_add (placement->saved, state);
}

/* Undoes the last change.
 *
 * Returns: FALSE when there is nothing to be undone.
 */
gboolean
hom_placement_undo (HomPlacement *placement)
{
  const PlacementState *last;

  if (placement->saved->len == 0)
    return FALSE;

  last = g_ptr_array_index (placement->saved, placement->saved->len - 1);
  g_array_unref (placement->pins);
  placement->pins = g_array_ref (last->pins);
  placement->h    = last->h;
  g_ptr_array_set_size (placement->saved, placement->saved->len - 1);
  follow (placement);

  return TRUE;
}
