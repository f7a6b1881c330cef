/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include <dlfcn.h>
#include <glib.h>

/* ThreadSanitizer does not see GLib's locks: they sit on bare futexes inside a library that is not
 * instrumented. These stand before GLib's own in a program built with it and say what is ordered
 * with what. Linked into nothing else. */

void __tsan_acquire (void *address);
void __tsan_release (void *address);

void (g_mutex_lock) (GMutex *mutex);
void (g_mutex_unlock) (GMutex *mutex);
gboolean (g_mutex_trylock) (GMutex *mutex);

#define REAL(name) ((typeof (&name)) dlsym (RTLD_NEXT, #name))

void (g_mutex_lock) (GMutex *mutex)
{
  static void (*real) (GMutex *);

  if (__atomic_load_n (&real, __ATOMIC_ACQUIRE) == NULL)
    __atomic_store_n (&real, REAL (g_mutex_lock), __ATOMIC_RELEASE);
  real (mutex);
  __tsan_acquire (mutex);
}

void (g_mutex_unlock) (GMutex *mutex)
{
  static void (*real) (GMutex *);

  if (__atomic_load_n (&real, __ATOMIC_ACQUIRE) == NULL)
    __atomic_store_n (&real, REAL (g_mutex_unlock), __ATOMIC_RELEASE);
  __tsan_release (mutex);
  real (mutex);
}

gboolean (g_mutex_trylock) (GMutex *mutex)
{
  gboolean locked = REAL (g_mutex_trylock) (mutex);

  if (locked)
    __tsan_acquire (mutex);

  return locked;
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  __tsan_release (mutex);
  REAL (g_cond_wait) (cond, mutex);
  __tsan_acquire (mutex);
}

/* Written once more by an instrumented store, which the inline reads of g_once_init_enter() pair
 * with. */
void (g_once_init_leave) (volatile void *location, gsize result)
{
  REAL (g_once_init_leave) (location, result);
  __atomic_store_n ((volatile gsize *) location, result, __ATOMIC_RELEASE);
}
