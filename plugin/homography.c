/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Homography, a plug-in for GIMP: straightens what was photographed at an
 * angle, and lays one picture exactly over another.
 */

#include "config.h"

#include "plugin/align/align.h"
#include "plugin/perspective/perspective.h"
#include "plugin/procedure/fatal-signals.h"
#include "plugin/procedure/help.h"
#include "plugin/transform/transform.h"

typedef GimpProcedure *(*CreateFunc) (GimpPlugIn *plug_in);

static const struct
{
  const gchar *name;
  CreateFunc   create;
} procedures[] = {
  { PERSPECTIVE_PROC, perspective_create },
  { ALIGN_PROC, align_create },
  { TRANSFORM_PROC, transform_create },
};

G_DECLARE_FINAL_TYPE (Homography, homography, HOMOGRAPHY, , GimpPlugIn)

struct _Homography
{
  GimpPlugIn parent_instance;
};

G_DEFINE_FINAL_TYPE (Homography, homography, GIMP_TYPE_PLUG_IN)

static GList *
homography_query_procedures (GimpPlugIn *plug_in)
{
  GList *names = NULL;

  help_register (plug_in);
  for (guint i = 0; i < G_N_ELEMENTS (procedures); i++)
    names = g_list_append (names, g_strdup (procedures[i].name));

  return names;
}

static GimpProcedure *
homography_create_procedure (GimpPlugIn *plug_in, const gchar *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (procedures); i++)
    if (g_strcmp0 (name, procedures[i].name) == 0)
      return procedures[i].create (plug_in);

  return NULL;
}

/* The catalogues lie in the folder “locale” beside the executable. */
static gboolean
homography_set_i18n (GimpPlugIn  *plug_in,
                     const gchar *procedure_name,
                     gchar      **gettext_domain,
                     gchar      **catalog_dir)
{
  *gettext_domain = g_strdup (GETTEXT_PACKAGE);
  *catalog_dir    = g_strdup ("locale");

  return TRUE;
}

static void
homography_class_init (HomographyClass *klass)
{
  GimpPlugInClass *plug_in_class = GIMP_PLUG_IN_CLASS (klass);

  plug_in_class->query_procedures = homography_query_procedures;
  plug_in_class->create_procedure = homography_create_procedure;
  plug_in_class->set_i18n         = homography_set_i18n;
}

static void
homography_init (Homography *homography)
{
  fatal_signals_handle ();
}

GIMP_MAIN (homography_get_type ())
