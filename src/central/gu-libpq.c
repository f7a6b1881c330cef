/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-central"

#include "config.h"

#include "gu-libpq-private.h"

#include <dlfcn.h>

/* The version of the interface that the headers describe; it has not changed since 2006. */
#define LIBPQ "libpq.so.5"

/* Whether every function was found; what is not there is said in the log, once. */
static gboolean
fill (GuLibpq *functions)
{
  void *library = dlopen (LIBPQ, RTLD_LAZY | RTLD_LOCAL);

  if (library == NULL)
    {
      g_warning ("%s", dlerror ());
      return FALSE;
    }

#define FIND(name)                                                                                 \
  *(void **) &functions->name = dlsym (library, #name);                                            \
  if (functions->name == NULL)                                                                     \
    {                                                                                              \
      g_warning (LIBPQ " has no " #name);                                                          \
      return FALSE;                                                                                \
    }
  GU_LIBPQ_FUNCTIONS (FIND)
#undef FIND

  return TRUE;
}

/* %NULL when the library is not there. */
static const GuLibpq *
look (void)
{
  static GuLibpq functions;
  static gsize found = 0;

  /* 1: there; 2: not there. */
  if (g_once_init_enter (&found))
    g_once_init_leave (&found, fill (&functions) ? 1 : 2);
  return found == 1 ? &functions : NULL;
}

gboolean
gu_libpq_is_there (void)
{
  return look () != NULL;
}

const GuLibpq *
gu_libpq_get (void)
{
  const GuLibpq *functions = look ();

  if (functions == NULL)
    g_error (LIBPQ " is needed for the line to the central registry");
  return functions;
}
