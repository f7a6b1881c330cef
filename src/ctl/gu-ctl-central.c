/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-ctl"

#include "config.h"

#include "gu-app-error.h"
#include "gu-central-schema.h"
#include "gu-ctl.h"
#include "gu-embedded-server.h"
#include "gu-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* central init, migrate, status, user add: for whoever administers the registry. With a connection
 * string no store is opened. */

/* Where central is: an administrator's connection, on a server that is started when it is the
 * embedded one. */
typedef struct
{
  GuEmbeddedServer *server; /* nullable */
  char *conninfo;
} GuCtlCentral;

static void
gu_ctl_central_clear (GuCtlCentral *self)
{
  if (self->server != NULL)
    gu_embedded_server_stop (self->server);
  g_clear_object (&self->server);
  g_clear_pointer (&self->conninfo, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GuCtlCentral, gu_ctl_central_clear)

static gboolean
gu_ctl_central_find (GuCtl *ctl, GuCtlCentral *central, GError **error)
{
  g_autofree char *where = g_strdup (ctl->central);

  if (where == NULL || strcmp (where, "embedded") == 0)
    {
      /* The store is opened too: its lock says that no desk runs the same server. */
      if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, error))
        return FALSE;
      g_free (where);
      where = g_strdup (gu_context_get_central (ctl->context));
    }
  if (strcmp (where, "none") == 0 || *where == '\0')
    {
      gu_error_set (error,
                    GU_APP_ERROR,
                    GU_APP_ERROR_NOT_READY,
                    _ ("Give --central a PostgreSQL connection string, or “embedded”"),
                    NULL,
                    _ ("No central registry is set"));
      return FALSE;
    }
  if (strcmp (where, "embedded") != 0)
    {
      central->conninfo = g_steal_pointer (&where);
      return TRUE;
    }

  central->server = gu_embedded_server_new (gu_context_get_data_dir (ctl->context));
  if (!gu_embedded_server_start (central->server, ctl->cancellable, error))
    return FALSE;
  central->conninfo = g_strdup (gu_embedded_server_get_admin_conninfo (central->server));

  return TRUE;
}

static int
gu_ctl_central_init (GuCtl *ctl, int argc, char **argv)
{
  g_auto (GuCtlCentral) central = { 0 };
  GError *error = NULL;

  if (!gu_ctl_parse (ctl, NULL, &argc, &argv, 0, 0))
    return GU_CTL_USAGE;
  if (!gu_ctl_central_find (ctl, &central, &error)
      || !gu_central_init (central.conninfo, ctl->cancellable, &error))
    return gu_ctl_fail (ctl, error);

  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "schema", gu_central_schema_known ());
      gu_ctl_print_json_object (object);
    }
  else
    /* Translators: the number of a version. */
    g_print (_ ("The central registry is ready, schema %d\n"), gu_central_schema_known ());

  return GU_CTL_DONE;
}

static int
gu_ctl_central_migrate (GuCtl *ctl, int argc, char **argv)
{
  g_auto (GuCtlCentral) central = { 0 };
  GError *error = NULL;
  int from = 0, to = 0;

  if (!gu_ctl_parse (ctl, NULL, &argc, &argv, 0, 0))
    return GU_CTL_USAGE;
  if (!gu_ctl_central_find (ctl, &central, &error)
      || !gu_central_migrate (central.conninfo, &from, &to, ctl->cancellable, &error))
    return gu_ctl_fail (ctl, error);

  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "from", from);
      json_object_set_int_member (object, "to", to);
      gu_ctl_print_json_object (object);
    }
  else
    /* Translators: the numbers of two versions. */
    g_print (_ ("Schema %d → %d\n"), from, to);

  return GU_CTL_DONE;
}

static void
gu_ctl_central_print_status (JsonObject *status)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, status);
  while (json_object_iter_next (&iter, &name, &node))
    {
      g_autofree char *text = JSON_NODE_HOLDS_VALUE (node)
                                      && json_node_get_value_type (node) == G_TYPE_STRING
                                  ? json_node_dup_string (node)
                                  : json_to_string (node, FALSE);

      g_print ("%s\t%s\n", name, text);
    }
}

static int
gu_ctl_central_status (GuCtl *ctl, int argc, char **argv)
{
  g_auto (GuCtlCentral) central = { 0 };
  JsonNode *node = NULL;
  GError *error = NULL;

  if (!gu_ctl_parse (ctl, NULL, &argc, &argv, 0, 0))
    return GU_CTL_USAGE;
  if (gu_ctl_central_find (ctl, &central, &error))
    node = gu_central_status (central.conninfo, ctl->cancellable, &error);
  if (node == NULL)
    return gu_ctl_fail (ctl, error);

  if (ctl->json)
    gu_ctl_print_json (node);
  else
    {
      gu_ctl_central_print_status (json_node_get_object (node));
      json_node_unref (node);
    }

  return GU_CTL_DONE;
}

static int
gu_ctl_central_user_add (GuCtl *ctl, int argc, char **argv)
{
  g_autofree char *institution = NULL, *name = NULL, *desk = NULL, *role = NULL;
  g_autofree char *password_file = NULL, *password = NULL;
  const GOptionEntry entries[] = {
    { "institution",
      0,
      0,
      G_OPTION_ARG_STRING,
      &institution,
      N_ ("code of the institution"),
      "CODE" },
    { "institution-name",
      0,
      0,
      G_OPTION_ARG_STRING,
      &name,
      N_ ("its name, when it is new"),
      "NAME" },
    { "desk", 0, 0, G_OPTION_ARG_STRING, &desk, N_ ("code of the desk"), "CODE" },
    { "role",
      0,
      0,
      G_OPTION_ARG_STRING,
      &role,
      N_ ("what it may do (clerk)"),
      "clerk|supervisor|auditor|administrator" },
    { "password-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &password_file,
      N_ ("a file whose first line is its password"),
      "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GuCtlCentral) central = { 0 };
  GError *error = NULL;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 1, 1))
    return GU_CTL_USAGE;
  if (institution == NULL || desk == NULL)
    return gu_ctl_usage (ctl, "%s", _ ("--institution and --desk are needed"));
  if (password_file != NULL)
    {
      if (!g_file_get_contents (password_file, &password, NULL, &error))
        return gu_ctl_fail (ctl, error);
      password[strcspn (password, "\r\n")] = '\0';
    }

  if (!gu_ctl_central_find (ctl, &central, &error)
      || !gu_central_add_login (central.conninfo,
                                argv[1],
                                password,
                                institution,
                                name,
                                desk,
                                role != NULL ? role : "clerk",
                                ctl->cancellable,
                                &error))
    {
      if (password != NULL)
        gu_wipe (password, strlen (password));
      return gu_ctl_fail (ctl, error);
    }
  if (password != NULL)
    gu_wipe (password, strlen (password));

  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "login", argv[1]);
      json_object_set_string_member (object, "institution", institution);
      json_object_set_string_member (object, "desk", desk);
      json_object_set_string_member (object, "role", role != NULL ? role : "clerk");
      gu_ctl_print_json_object (object);
    }

  return GU_CTL_DONE;
}

const GuCtlCommand gu_ctl_central_commands[] = {
  { "central init", "", N_ ("Makes the central registry's database"), gu_ctl_central_init },
  { "central migrate", "", N_ ("Brings its schema up to date"), gu_ctl_central_migrate },
  { "central status", "", N_ ("Tells its versions and figures"), gu_ctl_central_status },
  { "central user add",
    "LOGIN --institution CODE --desk CODE [--role ROLE] [--password-file FILE]",
    N_ ("Makes or changes the login of a desk"),
    gu_ctl_central_user_add },
  { NULL, NULL, NULL, NULL },
};
