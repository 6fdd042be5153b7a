/* SPDX-License-Identifier: GPL-3.0-or-later */

/* ThreadSanitizer sees what is compiled with it. GLib is not, and its locks are
 * its own: to it they would be none, and all that they protect a race. These
 * functions stand before GLib's, do the same by them, and tell it of the order
 * that they make.
 */

#include "config.h"

#include <dlfcn.h>
#include <pthread.h>

#include <glib.h>

void __tsan_acquire (void *address);
void __tsan_release (void *address);

/* The function of GLib that the one of this name stands before. */
#define GLIB(name)                                            \
  ({                                                          \
    static gpointer real_ = NULL;                             \
                                                              \
    if (! __atomic_load_n (&real_, 0))                        \
      __atomic_store_n (&real_, dlsym (RTLD_NEXT, #name), 0); \
    (__typeof__ (&(name))) __atomic_load_n (&real_, 0);       \
  })

void
g_mutex_lock (GMutex *mutex)
{
  GLIB (g_mutex_lock) (mutex);
  __tsan_acquire (mutex);
}

void
g_mutex_unlock (GMutex *mutex)
{
  __tsan_release (mutex);
  GLIB (g_mutex_unlock) (mutex);
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  __tsan_release (mutex);
  GLIB (g_cond_wait) (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  gboolean is_signalled;

  __tsan_release (mutex);
  is_signalled = GLIB (g_cond_wait_until) (cond, mutex, end_time);
  __tsan_acquire (mutex);

  return is_signalled;
}

gboolean (g_once_init_enter) (volatile void *location)
{
  gboolean is_first = GLIB (g_once_init_enter) (location);

  if (! is_first)
    __tsan_acquire ((void *) location);

  return is_first;
}

void (g_once_init_leave) (volatile void *location, gsize result)
{
  __tsan_release ((void *) location);
  GLIB (g_once_init_leave) (location, result);
}

gboolean (g_once_init_enter_pointer) (gpointer location)
{
  gboolean is_first = GLIB (g_once_init_enter_pointer) (location);

  if (! is_first)
    __tsan_acquire (location);

  return is_first;
}

void (g_once_init_leave_pointer) (gpointer location, gpointer result)
{
  __tsan_release (location);
  GLIB (g_once_init_leave_pointer) (location, result);
}

/* How what a thread gives back last is cleared. */
static __thread GDestroyNotify clear_box;

static void
acquire_and_clear (gpointer box)
{
  __tsan_acquire (box);
  if (clear_box)
    clear_box (box);
}

void
g_atomic_rc_box_release_full (gpointer box, GDestroyNotify clear)
{
  __tsan_release (box);
  clear_box = clear;
  GLIB (g_atomic_rc_box_release_full) (box, acquire_and_clear);
}

/* A pool of its own, as that of GLib gives back memory without a lock that it
 * knows of. Its threads wait for as long as the program runs.
 */
typedef struct
{
  GThreadPool     pool;
  gint            max_threads;
  gint            n_threads;
  pthread_mutex_t mutex;
  pthread_cond_t  is_pushed;
  GQueue          pushed;
} Pool;

static void *
serve (void *data)
{
  Pool *pool = data;

  for (;;)
    {
      gpointer task;

      pthread_mutex_lock (&pool->mutex);
      while (pool->pushed.length == 0)
        pthread_cond_wait (&pool->is_pushed, &pool->mutex);
      task = g_queue_pop_head (&pool->pushed);
      pthread_mutex_unlock (&pool->mutex);
      pool->pool.func (task, pool->pool.user_data);
    }

  return NULL;
}

GThreadPool *
g_thread_pool_new (GFunc    func,
                   gpointer user_data,
                   gint     max_threads,
                   gboolean exclusive,
                   GError **error)
{
  Pool *pool = g_new0 (Pool, 1);

  pool->pool.func      = func;
  pool->pool.user_data = user_data;
  pool->max_threads    = max_threads;
  pthread_mutex_init (&pool->mutex, NULL);
  pthread_cond_init (&pool->is_pushed, NULL);

  return &pool->pool;
}

gint
g_thread_pool_get_max_threads (GThreadPool *pool)
{
  return ((Pool *) pool)->max_threads;
}

gboolean
g_thread_pool_push (GThreadPool *pool, gpointer data, GError **error)
{
  Pool     *to = (Pool *) pool;
  pthread_t thread;

  pthread_mutex_lock (&to->mutex);
  g_queue_push_tail (&to->pushed, data);
  if (to->n_threads < to->max_threads &&
      pthread_create (&thread, NULL, serve, to) == 0)
    {
      pthread_detach (thread);
      to->n_threads++;
    }
  pthread_cond_signal (&to->is_pushed);
  pthread_mutex_unlock (&to->mutex);

  return TRUE;
}
