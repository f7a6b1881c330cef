/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-application.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <pango/pangocairo.h>

#include "gu-log.h"
#include "gu-secret-bytes.h"

int
main (int argc, char **argv)
{
  const char *locale_dir = g_getenv ("GHISEU_LOCALE_DIR");
  g_autoptr (GuApplication) application = NULL;

  gu_secret_refuse_core_dumps ();
  gu_log_init ("ghiseu", FALSE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : GU_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* Finding the fonts of the machine takes longer than anything else before the first text. Pango
   * does it in a thread once its font map is made: now, beside the start of GTK. */
  pango_cairo_font_map_get_default ();

  application = gu_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
