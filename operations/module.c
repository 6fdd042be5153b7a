/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <gegl-plugin.h>
#include <glib/gi18n-lib.h>

/* gegl-op.h makes them, one an operation. */
void gegl_op_homography_align_register_type (GTypeModule *module);
void gegl_op_homography_warp_register_type (GTypeModule *module);

G_MODULE_EXPORT const GeglModuleInfo *gegl_module_query (GTypeModule *module);
G_MODULE_EXPORT gboolean gegl_module_register (GTypeModule *module);

const GeglModuleInfo *
gegl_module_query (GTypeModule *module)
{
  static const GeglModuleInfo info = { GEGL_MODULE_ABI_VERSION };

  return &info;
}

#ifdef HOM_LOCALE_DIR
/* Tells whether the catalogues were found already, as in the plug-in itself,
 * which has them beside it: then a directory other than the default is bound.
 */
static gboolean
is_bound (void)
{
  return g_strcmp0 (bindtextdomain (GETTEXT_PACKAGE, NULL),
                    bindtextdomain (GETTEXT_PACKAGE "-unbound", NULL)) != 0;
}
#endif

gboolean
gegl_module_register (GTypeModule *module)
{
  /* GIMP itself knows nothing of this text domain; it must be bound before the
   * classes fetch their labels.
   */
#ifdef HOM_LOCALE_DIR
  if (! is_bound () && g_file_test (HOM_LOCALE_DIR, G_FILE_TEST_IS_DIR))
    {
      bindtextdomain (GETTEXT_PACKAGE, HOM_LOCALE_DIR);
      bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
    }
#endif

  gegl_op_homography_align_register_type (module);
  gegl_op_homography_warp_register_type (module);

  return TRUE;
}
