/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: headers of the system that nearly all files include. They are parsed
 * once, which is most of the time of small files; each file includes what it
 * uses all the same, and is compiled without this by -Db_pch=false.
 */

#include <math.h>
#include <string.h>

#include <gio/gio.h>
