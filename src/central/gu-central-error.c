/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-central"

#include "config.h"

#include "gu-central-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const GuErrorNick nicks[] = {
  { GU_CENTRAL_ERROR_FAILED, "failed" },
  { GU_CENTRAL_ERROR_OFFLINE, "offline" },
  { GU_CENTRAL_ERROR_BUSY, "busy" },
  { GU_CENTRAL_ERROR_LOGIN, "login" },
  { GU_CENTRAL_ERROR_RIGHTS, "rights" },
  { GU_CENTRAL_ERROR_NOT_READY, "not-ready" },
  { GU_CENTRAL_ERROR_DESK_OLD, "desk-old" },
  { GU_CENTRAL_ERROR_CENTRAL_OLD, "central-old" },
  { GU_CENTRAL_ERROR_REFUSED, "refused" },
  { GU_CENTRAL_ERROR_CHAIN, "chain" },
  { GU_CENTRAL_ERROR_REGISTER, "register" },
  { GU_CENTRAL_ERROR_BLOB, "blob" },
  { GU_CENTRAL_ERROR_DISK_FULL, "disk-full" },
  { GU_CENTRAL_ERROR_SERVER_MISSING, "server-missing" },
  { GU_CENTRAL_ERROR_SERVER_VERSION, "server-version" },
  { GU_CENTRAL_ERROR_SERVER_START, "server-start" },
  { GU_CENTRAL_ERROR_SERVER_PLACE, "server-place" },
  { GU_CENTRAL_ERROR_MIGRATION, "migration" },
};

GU_DEFINE_ERROR_DOMAIN (gu_central_error, "gu-central-error", nicks)

typedef struct
{
  const char *prefix; /* a whole SQLSTATE, or the first two characters: its class */
  GuCentralError code;
  const char *sentence;
  const char *hint;
} GuStateRow;

/* The first row that fits wins: whole states stand before their class. */
static const GuStateRow states[] = {
  { "GU001",
    GU_CENTRAL_ERROR_REFUSED,
    N_ ("The central registry could not read what this desk sent."),
    N_ ("Upgrade the desk and the registry to the same version, then try again.") },
  { "GU002",
    GU_CENTRAL_ERROR_RIGHTS,
    N_ ("The journal of the central registry cannot be changed."),
    N_ ("Nothing was changed. Write a new entry instead.") },
  { "GU003",
    GU_CENTRAL_ERROR_REFUSED,
    N_ ("The central registry already has other data under the same number from this desk."),
    N_ ("This happens when the desk's data folder was copied. Ask the administrator to look at the "
        "two desks.") },
  { "GU004",
    GU_CENTRAL_ERROR_CHAIN,
    N_ ("The journal of this desk does not continue the one at the central registry."),
    N_ ("Do not delete anything. Ask the administrator: the desk's data may have been restored "
        "from an old copy.") },
  { "GU005",
    GU_CENTRAL_ERROR_REGISTER,
    N_ ("The register is closed for that year."),
    N_ ("Register in the running year, or ask a supervisor.") },
  { "GU006",
    GU_CENTRAL_ERROR_BLOB,
    N_ ("A file does not match what was announced to the central registry."),
    N_ ("Check the desk's data with “ghiseuctl doctor”.") },
  { "GU007",
    GU_CENTRAL_ERROR_RIGHTS,
    N_ ("The central registry knows this login but no desk for it."),
    N_ ("Ask the administrator to add the login (“ghiseuctl central user add”).") },
  { "GU008",
    GU_CENTRAL_ERROR_RIGHTS,
    N_ ("The central registry does not allow this to this desk."),
    N_ ("Check the desk code in the preferences, or ask the administrator about the rights of the "
        "login.") },
  { "GU009",
    GU_CENTRAL_ERROR_BLOB,
    N_ ("The central registry has no such file for this institution."),
    N_ ("Ask the desk that added the paper whether it was sent.") },
  { "GU010",
    GU_CENTRAL_ERROR_BLOB,
    N_ ("The file is larger than the central registry takes."),
    N_ ("Ask the administrator, or add the paper in smaller parts.") },
  { "GU011",
    GU_CENTRAL_ERROR_REGISTER,
    N_ ("The central registry has no such register."),
    N_ ("Ask the administrator to open the register.") },
  { "28",
    GU_CENTRAL_ERROR_LOGIN,
    N_ ("The central registry did not accept the login."),
    N_ ("Check the user name and the password in the connection settings.") },
  { "3D000",
    GU_CENTRAL_ERROR_NOT_READY,
    N_ ("There is no registry at that address."),
    N_ ("Check the database name, or make the registry with “ghiseuctl central init”.") },
  { "3F000",
    GU_CENTRAL_ERROR_NOT_READY,
    N_ ("The database is there, but the registry has not been made in it."),
    N_ ("Run “ghiseuctl central migrate” as administrator.") },
  { "42883",
    GU_CENTRAL_ERROR_CENTRAL_OLD,
    N_ ("The central registry is older than this program."),
    N_ ("Run “ghiseuctl central migrate” as administrator. The desk works on meanwhile.") },
  { "42501",
    GU_CENTRAL_ERROR_RIGHTS,
    N_ ("The login has no right to do this at the central registry."),
    N_ ("Ask the administrator about the rights of the login.") },
  { "53100",
    GU_CENTRAL_ERROR_DISK_FULL,
    N_ ("The disk of the central registry is full."),
    N_ ("Tell the administrator. The desk works on and sends everything later.") },
  { "57014",
    GU_CENTRAL_ERROR_BUSY,
    N_ ("The central registry took too long to answer."),
    N_ ("The desk tries again by itself.") },
  { "57",
    GU_CENTRAL_ERROR_OFFLINE,
    N_ ("The central registry is being stopped or started."),
    N_ ("The desk works on and connects again by itself.") },
  { "53",
    GU_CENTRAL_ERROR_BUSY,
    N_ ("The central registry has too much to do."),
    N_ ("The desk tries again by itself.") },
  { "40",
    GU_CENTRAL_ERROR_BUSY,
    N_ ("Two desks were at the same data."),
    N_ ("The desk tries again by itself.") },
  { "55",
    GU_CENTRAL_ERROR_BUSY,
    N_ ("Two desks were at the same data."),
    N_ ("The desk tries again by itself.") },
  { "25006",
    GU_CENTRAL_ERROR_OFFLINE,
    N_ ("The central registry takes no changes at the moment."),
    N_ ("The desk works on and tries again by itself.") },
  { "08",
    GU_CENTRAL_ERROR_OFFLINE,
    N_ ("The line to the central registry broke."),
    N_ ("The desk works on and connects again by itself.") },
  { "58",
    GU_CENTRAL_ERROR_FAILED,
    N_ ("The disk of the central registry has a problem."),
    N_ ("Tell the administrator.") },
  { "XX",
    GU_CENTRAL_ERROR_FAILED,
    N_ ("The data of the central registry has a problem."),
    N_ ("Tell the administrator.") },
  { "22",
    GU_CENTRAL_ERROR_REFUSED,
    N_ ("The central registry could not read what this desk sent."),
    N_ ("Upgrade the desk and the registry to the same version, then try again.") },
};

typedef struct
{
  const char *code;
  const char *sentence;
  const char *hint;
} GuRejection;

#define ASK_SUPERVISOR                                                                             \
  N_ ("Tell the supervisor of the register; the paper that was printed keeps its number.")

static const GuRejection rejections[] = {
  { "malformed",
    N_ ("The central registry could not read this entry."),
    N_ ("Open the dossier, check its fields and send it again.") },
  { "not-yours",
    N_ ("Another institution has a dossier with the same identifier."),
    N_ ("Ask the administrator.") },
  { "conflict",
    N_ ("Another desk changed this dossier meanwhile."),
    N_ ("Open the dossier and choose which values are right.") },
  { "blob-missing",
    N_ ("The file of a paper did not reach the central registry."),
    N_ ("Check that the paper opens, then send again.") },
  { "no-dossier",
    N_ ("The dossier of this entry is not at the central registry."),
    N_ ("Send the dossier again first.") },
  { "number-taken",
    N_ ("This registration number already belongs to another dossier."),
    ASK_SUPERVISOR },
  { "number-not-leased",
    N_ ("This registration number was not given to this desk."),
    ASK_SUPERVISOR },
  { "number-cancelled", N_ ("This registration number was cancelled before."), ASK_SUPERVISOR },
  { "number-used", N_ ("A cancelled number is in use by a dossier."), ASK_SUPERVISOR },
  { "renumbered",
    N_ ("The dossier already has another registration number at the central registry."),
    ASK_SUPERVISOR },
  { "unknown-kind",
    N_ ("The central registry is older than this desk and does not know such entries."),
    N_ ("Ask the administrator to upgrade it, then send again.") },
};

void
gu_central_error_set_sqlstate (GError **error, const char *sqlstate)
{
  g_autofree char *detail = NULL;

  if (sqlstate == NULL)
    {
      gu_error_set (error,
                    GU_CENTRAL_ERROR,
                    GU_CENTRAL_ERROR_OFFLINE,
                    _ ("The desk works on and connects again by itself."),
                    NULL,
                    "%s",
                    _ ("The central registry cannot be reached."));
      return;
    }

  detail = g_strdup_printf ("SQLSTATE %s", sqlstate);
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if (g_str_has_prefix (sqlstate, states[i].prefix))
        {
          gu_error_set (error,
                        GU_CENTRAL_ERROR,
                        states[i].code,
                        _ (states[i].hint),
                        detail,
                        "%s",
                        _ (states[i].sentence));
          return;
        }
    }
  gu_error_set (error,
                GU_CENTRAL_ERROR,
                GU_CENTRAL_ERROR_FAILED,
                _ ("Try again; if it stays, tell the administrator what stands in the details."),
                detail,
                "%s",
                _ ("The central registry reported an error."));
}

gboolean
gu_central_error_is_passing (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  return error->domain == GU_CENTRAL_ERROR
         && (error->code == GU_CENTRAL_ERROR_OFFLINE || error->code == GU_CENTRAL_ERROR_BUSY
             || error->code == GU_CENTRAL_ERROR_DISK_FULL);
}

static const GuRejection *
gu_central_find_rejection (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rejections); i++)
    {
      if (g_strcmp0 (code, rejections[i].code) == 0)
        return &rejections[i];
    }

  return NULL;
}

const char *
gu_central_rejection_sentence (const char *code)
{
  const GuRejection *found = gu_central_find_rejection (code);

  return found != NULL ? _ (found->sentence) : _ ("The central registry did not take this entry.");
}

const char *
gu_central_rejection_hint (const char *code)
{
  const GuRejection *found = gu_central_find_rejection (code);

  return found != NULL ? _ (found->hint) : _ ("Tell the administrator.");
}
