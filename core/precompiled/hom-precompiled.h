/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: the headers of the system that nearly all files include. They are
 * parsed once, since parsing is most of the time of small files; each file
 * includes what it uses all the same, and is compiled without this header by
 * -Db_pch=false.
 */

#include <math.h>
#include <string.h>

#include <gio/gio.h>
