/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib.h>

#include "plugin/procedure/fatal-signals.h"

#ifdef G_OS_UNIX

#include <signal.h>
#include <unistd.h>

/* GIMP's library may take this many seconds to tell of a crash. */
#define LAST_WORDS 10

static const int requests[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };
static const int crashes[]  = { SIGABRT, SIGBUS, SIGSEGV, SIGFPE };

static struct sigaction tellers[G_N_ELEMENTS (crashes)];

static void
crash (int number)
{
  signal (SIGALRM, SIG_DFL);
  alarm (LAST_WORDS);
  for (guint i = 0; i < G_N_ELEMENTS (crashes); i++)
    if (crashes[i] == number)
      tellers[i].sa_handler (number);
}

/* Sees to it that the plug-in ends when it is to. GIMP waits for a plug-in
 * until it answers or is gone. What GIMP's library does at a signal (it prints,
 * and calls exit()) waits for locks, and so for ever where one is held by what
 * was interrupted, such as the search for memory or another thread. Hence a
 * plug-in that is asked to end ends at once, and one that has crashed is not
 * waited for any longer than it takes to tell.
 *
 * This is to be called after gimp_main() has begun.
 */
void
fatal_signals_handle (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    signal (requests[i], SIG_DFL);

  for (guint i = 0; i < G_N_ELEMENTS (crashes); i++)
    {
      struct sigaction action = { .sa_handler = crash };

      sigemptyset (&action.sa_mask);
      sigaction (crashes[i], NULL, &tellers[i]);
      if (tellers[i].sa_handler != SIG_DFL && tellers[i].sa_handler != SIG_IGN)
        sigaction (crashes[i], &action, NULL);
    }
}

#else

void
fatal_signals_handle (void)
{
}

#endif
