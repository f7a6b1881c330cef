/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-base"

#include "config.h"

#include "gu-log.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char *program;
  gboolean verbose;
} GuLogSettings;

/* What is looked for and what stands in its place. Each keeps what helps to understand the line. */
typedef struct
{
  const char *pattern;
  const char *replacement;
} GuLogRule;

static const GuLogRule log_rules[] = {
  /* Thirteen digits, alone or in groups: a CNP. Longer and shorter runs are other numbers. */
  { "(?<![0-9])[0-9](?:[ .-]?[0-9]){12}(?![0-9])", "[CNP]" },
  /* CLA INS P1 P2 Lc and data of VERIFY 20, CHANGE REFERENCE DATA 24, RESET RETRY COUNTER 2C. */
  { "(?<![0-9A-Fa-f])([0-9A-Fa-f]{2}[ :]?(?:20|24|2[Cc])(?:[ :]?[0-9A-Fa-f]{2}){3})(?:[ :]?[0-9A-"
    "Fa-f]{2})+",
    "\\1 [hidden]" },
  { "((?:\\b|_)(?:pin|puk|password|passphrase|parola|parolă|cod pin)(?:[-_ ]?value)?[\"']?\\s*"
    "(?:=>?|:|\\bis\\b|\\beste\\b)\\s*)(?:\"[^\"]*\"|'[^']*'|[^\\s,;)}\\]]+)",
    "\\1[hidden]" },
};

static GRegex *log_regexes[G_N_ELEMENTS (log_rules)];

static void
gu_log_compile (void)
{
  static gsize once = 0;

  if (!g_once_init_enter (&once))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (log_rules); i++)
    log_regexes[i] = g_regex_new (
        log_rules[i].pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
  g_once_init_leave (&once, 1);
}

char *
gu_log_redact (const char *text)
{
  g_autofree char *current = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  gu_log_compile ();

  current = g_utf8_make_valid (text, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (log_regexes); i++)
    {
      char *next = g_regex_replace (
          log_regexes[i], current, -1, 0, log_rules[i].replacement, 0, NULL);

      g_free (current);
      /* A line that cannot be looked through is a line that cannot be shown. */
      current = next != NULL ? next : g_strdup ("[hidden]");
    }

  return g_steal_pointer (&current);
}

static const char *
gu_log_level_name (GLogLevelFlags level)
{
  if ((level & G_LOG_LEVEL_ERROR) != 0)
    return "error";
  if ((level & G_LOG_LEVEL_CRITICAL) != 0)
    return "critical";
  if ((level & G_LOG_LEVEL_WARNING) != 0)
    return "warning";
  if ((level & G_LOG_LEVEL_DEBUG) != 0)
    return "debug";

  return NULL;
}

static const char *
gu_log_find_field (const GLogField *fields, gsize n_fields, const char *key)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      if (strcmp (fields[i].key, key) == 0 && fields[i].length < 0)
        return fields[i].value;
    }

  return NULL;
}

static void
gu_log_write_all (const char *data, gsize size)
{
  while (size > 0)
    {
      gssize n = write (STDERR_FILENO, data, size);

      if (n < 0 && errno != EINTR)
        return;
      if (n > 0)
        {
          data += n;
          size -= (gsize) n;
        }
    }
}

static GLogWriterOutput
gu_log_writer (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  GuLogSettings *settings = user_data;
  const char *domain = gu_log_find_field (fields, n_fields, "GLIB_DOMAIN");
  const char *message = gu_log_find_field (fields, n_fields, "MESSAGE");
  const char *name = gu_log_level_name (level);
  gboolean ours = domain != NULL && g_str_has_prefix (domain, "gu-");
  g_autofree char *clean = NULL;
  g_autoptr (GString) line = NULL;

  if (!(settings->verbose && ours) && g_log_writer_default_would_drop (level, domain))
    return G_LOG_WRITER_HANDLED;

  clean = gu_log_redact (message != NULL ? message : "(no message)");
  line = g_string_new (settings->program);
  g_string_append (line, ": ");
  if (name != NULL)
    g_string_append_printf (line, "%s: ", name);
  if (domain != NULL && (!ours || settings->verbose))
    g_string_append_printf (line, "%s: ", domain);
  g_string_append (line, clean);
  g_string_append_c (line, '\n');

  /* One write for the whole line, so that the lines of several processes do not mix. */
  gu_log_write_all (line->str, line->len);

  return G_LOG_WRITER_HANDLED;
}

static void
gu_log_settings_free (gpointer data)
{
  GuLogSettings *settings = data;

  g_free (settings->program);
  g_free (settings);
}

void
gu_log_init (const char *program, gboolean verbose)
{
  GuLogSettings *settings;

  g_return_if_fail (program != NULL);

  settings = g_new0 (GuLogSettings, 1);
  settings->program = g_strdup (program);
  settings->verbose = verbose;

  /* Compiled now: a locked-down worker may log when it can no longer allocate much. */
  gu_log_compile ();
  g_log_set_writer_func (gu_log_writer, settings, gu_log_settings_free);
}
