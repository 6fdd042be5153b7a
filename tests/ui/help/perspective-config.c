/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "tests/ui/help/perspective-config.h"

/* The corners, the ratio, the resolution; then the words; then whole numbers.
 */
enum
{
  PROP_0,
  PROP_X1,
  PROP_RATIO = PROP_X1 + 8,
  PROP_RESOLUTION,
  PROP_DIRECTION,
  PROP_ASPECT,
  PROP_TURN,
  PROP_PAPER,
  PROP_WIDTH,
  PROP_HEIGHT,
  PROP_MIRROR,
  N_PROPS
};

struct _TestConfig
{
  GObject parent_instance;

  HomBox  box;
  gdouble numbers[PROP_DIRECTION];
  gchar  *words[PROP_WIDTH];
  gint    integers[N_PROPS];
};

static const gchar *const names[] = {
  NULL,     "x1",   "y1",    "x2",           "y2",         "x3",
  "y3",     "x4",   "y4",    "aspect-ratio", "resolution", "direction",
  "aspect", "turn", "paper", "width",        "height",     "mirror"
};

G_DEFINE_FINAL_TYPE (TestConfig, test_config, G_TYPE_OBJECT)

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TestConfig *config = TEST_CONFIG (object);

  if (id < PROP_DIRECTION)
    g_value_set_double (value, config->numbers[id]);
  else if (id < PROP_WIDTH)
    g_value_set_string (value, config->words[id]);
  else if (id < PROP_MIRROR)
    g_value_set_int (value, config->integers[id]);
  else
    g_value_set_boolean (value, config->integers[id]);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TestConfig *config = TEST_CONFIG (object);

  if (id < PROP_DIRECTION)
    config->numbers[id] = g_value_get_double (value);
  else if (id == PROP_MIRROR)
    config->integers[id] = g_value_get_boolean (value);
  else if (id >= PROP_WIDTH)
    config->integers[id] = g_value_get_int (value);
  else
    {
      g_free (config->words[id]);
      config->words[id] = g_value_dup_string (value);
    }
}

static void
finalize (GObject *object)
{
  for (gint i = 0; i < PROP_WIDTH; i++)
    g_free (TEST_CONFIG (object)->words[i]);

  G_OBJECT_CLASS (test_config_parent_class)->finalize (object);
}

static void
test_config_class_init (TestConfigClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->finalize     = finalize;
  for (guint id = PROP_X1; id < N_PROPS; id++)
    {
      GParamSpec *spec = NULL;

      if (id < PROP_DIRECTION)
        spec = g_param_spec_double (names[id], NULL, NULL, -G_MAXDOUBLE,
                                    G_MAXDOUBLE, 0.0, G_PARAM_READWRITE);
      else if (id < PROP_WIDTH)
        spec = g_param_spec_string (names[id], NULL, NULL, NULL,
                                    G_PARAM_READWRITE);
      else if (id < PROP_MIRROR)
        spec = g_param_spec_int (names[id], NULL, NULL, 0, G_MAXINT, 0,
                                 G_PARAM_READWRITE);
      else
        spec = g_param_spec_boolean (names[id], NULL, NULL, FALSE,
                                     G_PARAM_READWRITE);
      g_object_class_install_property (object_class, id, spec);
    }
}

static void
test_config_init (TestConfig *config)
{
  test_config_reset (config);
}

/* All as at first, in one go. */
void
test_config_reset (TestConfig *config)
{
  for (gint id = PROP_X1; id < PROP_RATIO; id++)
    g_object_set (config, names[id], 0.0, NULL);
  g_object_set (config, "aspect-ratio", 1.0, "resolution", 300.0, "direction",
                "correct", "aspect", "auto", "turn", "none", "paper", "none",
                "width", 0, "height", 0, "mirror", FALSE, NULL);
}

/* @box: of the layer. */
TestConfig *
test_config_new (const HomBox *box)
{
  TestConfig *config = g_object_new (TEST_TYPE_CONFIG, NULL);

  config->box = *box;

  return config;
}

static gdouble
choose_ratio (TestConfig     *config,
              const HomPoint  quad[4],
              HomRatioOrigin *origin)
{
  HomBox   box    = config->box;
  HomPoint middle = { (box.x0 + box.x1) / 2.0, (box.y0 + box.y1) / 2.0 };
  gdouble  width, height, ratio;

  *origin = HOM_RATIO_GIVEN;
  if (g_strcmp0 (config->words[PROP_ASPECT], "custom") == 0)
    return config->numbers[PROP_RATIO];
  if (g_strcmp0 (config->words[PROP_ASPECT], "keep") == 0)
    return (box.x1 - box.x0) / (box.y1 - box.y0);

  *origin = HOM_RATIO_PERSPECTIVE;
  if (hom_quad_aspect_ratio (
          quad, middle, hypot (box.x1 - box.x0, box.y1 - box.y0), &ratio, NULL))
    return ratio;

  *origin = HOM_RATIO_USUAL_LENS;
  hom_quad_mean_sides (quad, &width, &height);

  return width / height;
}

/* As the plug-in does it, of a given height: solve of HomPerspectivePanel. */
gboolean
test_config_solve (HomPerspectiveSolution *solution,
                   gpointer                data,
                   GError                **error)
{
  TestConfig    *config  = data;
  const gdouble *n       = config->numbers + PROP_X1;
  HomPoint       quad[4] = { { n[0], n[1] },
                             { n[2], n[3] },
                             { n[4], n[5] },
                             { n[6], n[7] } };
  HomPoint       own[4];
  HomBox         box;

  if (! hom_quad_check (quad, error))
    return FALSE;

  solution->sampling.interpolation = HOM_INTERPOLATION_CUBIC;
  hom_quad_from_box (&config->box, own);
  memcpy (solution->rectangle, quad, sizeof (quad));
  if (g_strcmp0 (config->words[PROP_DIRECTION], "distort") != 0)
    {
      solution->ratio = choose_ratio (config, quad, &solution->origin);
      hom_quad_mean_sides (quad, &box.x1, &box.y1);
      box = (HomBox) { quad[0].x, quad[0].y,
                      quad[0].x + box.y1 * solution->ratio,
                      quad[0].y + box.y1 };
      hom_quad_from_box (&box, solution->rectangle);
      memcpy (own, quad, sizeof (quad));
    }
  if (! hom_matrix_from_corners (own, solution->rectangle, &solution->h, error))
    return FALSE;

  hom_matrix_map_box (&solution->h, &config->box, NULL, &solution->full);
  solution->box = solution->full;

  return TRUE;
}
