/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preloaded into GIMP and, with it, into its plug-ins, this library lets the
 * plug-in under test die or run short of something at a moment that the test
 * chooses, and lets the test undo, which GIMP's procedures cannot.
 *
 * The folder that HOM_FAULTS names is where they meet:
 * - “fault”: one line, such as “kill 17”, read when the plug-in starts;
 * - “writes”: how many messages the plug-in that ran last has sent to GIMP;
 * - “undo”: an image's number. When it was done, the file is gone.
 */

#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <glib-object.h>
#include <glib.h>

/* How often GIMP looks for a request, in milliseconds. */
#define INTERVAL 5

ssize_t  write (int fd, const void *bytes, size_t n);
gpointer g_object_new (GType type, const gchar *first, ...);

static ssize_t (*real_write) (int, const void *, size_t);

/* In the plug-in: what GIMP reads, and the number of the message before which
 * it dies; in GIMP: itself.
 */
static int      wire = -1;
static gint     deadly;
static gint     n_writes;
static gint    *counter;
static gpointer the_gimp;

static gchar *
meeting_point (const gchar *name)
{
  return g_build_filename (g_getenv ("HOM_FAULTS"), name, NULL);
}

/* ---- In the plug-in ---- */

/* A message is one write, but for the pixels of a tile where GIMP does not
 * share its memory; each is a moment to die at all the same.
 */
ssize_t
write (int fd, const void *bytes, size_t n)
{
  if (! real_write)
    real_write = dlsym (RTLD_NEXT, "write");
  if (fd == wire && wire >= 0)
    {
      n_writes++;
      if (counter)
        *counter = n_writes;
      if (n_writes == deadly)
        kill (getpid (), SIGKILL);
    }

  return real_write (fd, bytes, n);
}

/* The number outlives the process in a file that is mapped. */
static void
share_counter (void)
{
  g_autofree gchar *path = meeting_point ("writes");
  int               fd   = open (path, O_RDWR | O_CREAT | O_TRUNC, 0600);

  if (fd < 0)
    return;
  if (ftruncate (fd, sizeof (gint)) == 0)
    counter = mmap (NULL, sizeof (gint), PROT_READ | PROT_WRITE, MAP_SHARED, fd,
                    0);
  if (counter == MAP_FAILED)
    counter = NULL;
  close (fd);
}

static void
limit (int resource, rlim_t size)
{
  struct rlimit limits = { size, size };

  setrlimit (resource, &limits);
}

static void
send_later (int number, glong milliseconds)
{
  struct sigevent   event = { .sigev_notify = SIGEV_SIGNAL,
                              .sigev_signo  = number };
  struct itimerspec time  = { .it_value = { milliseconds / 1000,
                                            milliseconds % 1000 * 1000000 } };
  timer_t           timer;

  if (timer_create (CLOCK_MONOTONIC, &event, &timer) == 0)
    timer_settime (timer, 0, &time, NULL);
}

/* @value: of “kill”, the message before which it dies; of “kill-after” and
 *   “term-after”, how many milliseconds it lives; of “disk”, the bytes that a
 *   file may have; of “memory”, the megabytes that it may have in all.
 */
static void
plan_fault (const gchar *kind, glong value)
{
  if (g_str_equal (kind, "kill"))
    {
      deadly = value;
    }
  else if (g_str_equal (kind, "kill-after"))
    {
      send_later (SIGKILL, value);
    }
  else if (g_str_equal (kind, "term-after"))
    {
      send_later (SIGTERM, value);
    }
  else if (g_str_equal (kind, "disk"))
    {
      signal (SIGXFSZ, SIG_IGN);
      limit (RLIMIT_FSIZE, value);
    }
  else if (g_str_equal (kind, "memory"))
    {
      limit (RLIMIT_AS, (rlim_t) value << 20);
    }
}

/* GIMP starts it as “homography -gimp VERSION READ WRITE -run …”. */
static void
prepare_plug_in (gchar **arguments)
{
  g_autofree gchar *path = meeting_point ("fault");
  g_autofree gchar *line = NULL;
  g_auto (GStrv) words   = NULL;

  if (g_strv_length (arguments) < 6 || ! g_str_equal (arguments[5], "-run"))
    return;

  wire = atoi (arguments[4]);
  share_counter ();
  if (g_file_get_contents (path, &line, NULL, NULL))
    words = g_strsplit (g_strstrip (line), " ", 2);
  if (words && g_strv_length (words) == 2)
    plan_fault (words[0], atol (words[1]));
}

/* ---- In GIMP ---- */

/* GIMP itself is the first object of its kind. */
gpointer
g_object_new (GType type, const gchar *first, ...)
{
  gpointer object;
  va_list  arguments;

  if (! first)
    return g_object_new_with_properties (type, 0, NULL, NULL);

  va_start (arguments, first);
  object = g_object_new_valist (type, first, arguments);
  va_end (arguments);
  if (! the_gimp && g_strcmp0 (g_type_name (type), "Gimp") == 0)
    the_gimp = object;

  return object;
}

/* By the functions of GIMP's own, which its executable exports. */
static void
undo (gint id)
{
  gpointer (*get) (gpointer, gint) = dlsym (NULL, "gimp_image_get_by_id");
  gboolean (*pop) (gpointer)       = dlsym (NULL, "gimp_image_undo");
  gpointer image = get && the_gimp ? get (the_gimp, id) : NULL;

  if (image && pop)
    pop (image);
}

static gboolean
look (gpointer path)
{
  g_autofree gchar *line = NULL;

  if (g_file_get_contents (path, &line, NULL, NULL) && *line)
    {
      undo (atoi (line));
      unlink (path);
    }

  return G_SOURCE_CONTINUE;
}

__attribute__ ((constructor)) static void
begin (void)
{
  g_autofree gchar *line = NULL;
  g_autofree gchar *name = NULL;
  gsize             length;
  GPtrArray        *words = g_ptr_array_new ();

  if (! g_getenv ("HOM_FAULTS") ||
      ! g_file_get_contents ("/proc/self/cmdline", &line, &length, NULL))
    return;

  for (gsize i = 0; i < length; i += strlen (line + i) + 1)
    g_ptr_array_add (words, line + i);
  g_ptr_array_add (words, NULL);
  name = g_path_get_basename (words->pdata[0]);
  if (g_str_equal (name, "homography"))
    prepare_plug_in ((gchar **) words->pdata);
  else if (g_str_has_prefix (name, "gimp-console"))
    g_timeout_add (INTERVAL, look, meeting_point ("undo"));
  g_ptr_array_free (words, TRUE);
}
