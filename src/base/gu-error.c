/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-base"

#include "config.h"

#include "gu-error.h"

#include <string.h>

/* What every error of the project carries beside GError's own fields. */
typedef struct
{
  char *hint;
  char *detail;
} GuErrorExtra;

typedef struct
{
  const char *name;
  const GuErrorNick *nicks;
  gsize n_nicks;
} GuErrorDomain;

static GMutex domains_lock;
static GHashTable
    *domains; /* GQuark → GuErrorDomain, never freed: domains are as static as quarks */

/* GLib keeps the extra data just before the GError, aligned to two pointers. */
static GuErrorExtra *
gu_error_extra (const GError *error)
{
  const gsize align = 2 * sizeof (gsize);
  const gsize size = (sizeof (GuErrorExtra) + (align - 1)) & ~(align - 1);

  return (GuErrorExtra *) (void *) (((guint8 *) error) - size);
}

static void
gu_error_extra_init (GError *error)
{
  GuErrorExtra *extra = gu_error_extra (error);

  extra->hint = NULL;
  extra->detail = NULL;
}

static void
gu_error_extra_copy (const GError *src, GError *dest)
{
  GuErrorExtra *from = gu_error_extra (src);
  GuErrorExtra *to = gu_error_extra (dest);

  to->hint = g_strdup (from->hint);
  to->detail = g_strdup (from->detail);
}

static void
gu_error_extra_clear (GError *error)
{
  GuErrorExtra *extra = gu_error_extra (error);

  g_clear_pointer (&extra->hint, g_free);
  g_clear_pointer (&extra->detail, g_free);
}

static GuErrorDomain *
gu_error_find_domain (GQuark quark)
{
  GuErrorDomain *domain = NULL;

  g_mutex_lock (&domains_lock);
  if (domains != NULL)
    domain = g_hash_table_lookup (domains, GUINT_TO_POINTER (quark));
  g_mutex_unlock (&domains_lock);

  return domain;
}

GQuark
gu_error_domain_register (const char *name, const GuErrorNick *nicks, gsize n_nicks)
{
  GuErrorDomain *domain = g_new0 (GuErrorDomain, 1);
  GQuark quark = g_error_domain_register_static (
      name, sizeof (GuErrorExtra), gu_error_extra_init, gu_error_extra_copy, gu_error_extra_clear);

  domain->name = name;
  domain->nicks = nicks;
  domain->n_nicks = n_nicks;

  g_mutex_lock (&domains_lock);
  if (domains == NULL)
    domains = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (domains, GUINT_TO_POINTER (quark), domain);
  g_mutex_unlock (&domains_lock);

  return quark;
}

gboolean
gu_error_domain_is_registered (GQuark domain)
{
  return gu_error_find_domain (domain) != NULL;
}

void
gu_error_set (GError **error,
              GQuark domain,
              int code,
              const char *hint,
              const char *detail,
              const char *format,
              ...)
{
  va_list args;
  GuErrorExtra *extra;

  if (error == NULL)
    return;

  g_return_if_fail (*error == NULL);
  g_return_if_fail (gu_error_find_domain (domain) != NULL);

  va_start (args, format);
  *error = g_error_new_valist (domain, code, format, args);
  va_end (args);

  extra = gu_error_extra (*error);
  extra->hint = g_strdup (hint);
  extra->detail = g_strdup (detail);
}

const char *
gu_error_get_hint (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return gu_error_find_domain (error->domain) != NULL ? gu_error_extra (error)->hint : NULL;
}

const char *
gu_error_get_detail (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return gu_error_find_domain (error->domain) != NULL ? gu_error_extra (error)->detail : NULL;
}

const char *
gu_error_get_nick (const GError *error)
{
  GuErrorDomain *domain;

  g_return_val_if_fail (error != NULL, NULL);

  domain = gu_error_find_domain (error->domain);
  for (gsize i = 0; domain != NULL && i < domain->n_nicks; i++)
    {
      if (domain->nicks[i].code == error->code)
        return domain->nicks[i].nick;
    }

  return "failed";
}

const char *
gu_error_get_domain_nick (const GError *error)
{
  GuErrorDomain *domain;
  g_autofree char *nick = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  domain = gu_error_find_domain (error->domain);
  if (domain == NULL)
    return g_quark_to_string (error->domain);

  nick = g_strdup (g_str_has_prefix (domain->name, "gu-") ? domain->name + 3 : domain->name);
  if (g_str_has_suffix (nick, "-error"))
    nick[strlen (nick) - strlen ("-error")] = '\0';

  return g_intern_string (nick);
}
