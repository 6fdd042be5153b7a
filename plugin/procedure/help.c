/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/procedure/help.h"

/* This is the namespace of gimp-help.xml, too (docs/help/make-help). */
#define DOMAIN "homography"

/* Tells GIMP where the help of the procedures is: in the folder “help” beside
 * the executable, in one folder for each language. GIMP takes note of it while
 * it asks for the procedures only.
 */
void
help_register (GimpPlugIn *plug_in)
{
  g_autofree gchar *folder = g_path_get_dirname (gimp_get_progname ());
  g_autoptr (GFile) pages  = g_file_new_build_filename (folder, "help", NULL);

  gimp_plug_in_set_help_domain (plug_in, DOMAIN, pages);
}
