/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "gu-context.h"
#include "gu-secret-bytes.h"

G_BEGIN_DECLS

/* Exit statuses: stable. */
enum
{
  GU_CTL_DONE = 0,
  GU_CTL_FAILED = 1,
  GU_CTL_USAGE = 2,
};

typedef struct _GuCtlCommand GuCtlCommand;

/* What stands before the command, and the one context that a command may open. */
typedef struct
{
  char *data_dir; /* nullable */
  char *central;  /* nullable */
  gboolean json;
  gboolean verbose;

  const GuCtlCommand *command;
  GuContext *context; /* nullable until gu_ctl_open() */
  GCancellable *cancellable;
  GuClock *clock;
} GuCtl;

/* @run gets the words after the command's own, argv[0] being the command. */
struct _GuCtlCommand
{
  const char *words;   /* "dossier new" */
  const char *args;    /* for the usage line */
  const char *summary; /* one sentence, translatable */
  int (*run) (GuCtl *ctl, int argc, char **argv);
};

/* One table per family of commands, ended by an empty row. */
extern const GuCtlCommand gu_ctl_rules_commands[];
extern const GuCtlCommand gu_ctl_value_commands[];
extern const GuCtlCommand gu_ctl_document_commands[];
extern const GuCtlCommand gu_ctl_intake_commands[];
extern const GuCtlCommand gu_ctl_dossier_commands[];
extern const GuCtlCommand gu_ctl_sync_commands[];
extern const GuCtlCommand gu_ctl_card_commands[];
extern const GuCtlCommand gu_ctl_sign_commands[];
extern const GuCtlCommand gu_ctl_central_commands[];
extern const GuCtlCommand gu_ctl_doctor_commands[];

/**
 * gu_ctl_parse:
 * @ctl: the program
 * @entries: (nullable): options of the command
 * @argc: (inout): as given to the command
 * @argv: (inout): as given to the command
 * @min: least words that must be left
 * @max: most words that may be left, -1 for any number
 *
 * Reads the options of a command; `--help` prints its help and ends the program. What is wrong is
 * told on standard error.
 *
 * Returns: whether the command can run; if not it returns %GU_CTL_USAGE.
 */
gboolean
gu_ctl_parse (GuCtl *ctl, const GOptionEntry *entries, int *argc, char ***argv, int min, int max);

/* Tells on standard error what was wrong with the words given. Returns %GU_CTL_USAGE. */
int gu_ctl_usage (GuCtl *ctl, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Tells an error: sentence and hint on standard error, with `--json` an object on standard output.
 * Takes @error. Returns %GU_CTL_FAILED. */
int gu_ctl_fail (GuCtl *ctl, GError *error);
int gu_ctl_fail_as (GuCtl *ctl,
                    const char *domain,
                    const char *code,
                    const char *message,
                    const char *hint);

/* Prints one JSON document; takes @node. */
void gu_ctl_print_json (JsonNode *node);
void gu_ctl_print_json_object (JsonObject *object);
void gu_ctl_print_json_array (JsonArray *array);

/* A string member, or null when @value is %NULL or empty. */
void gu_ctl_json_text (JsonObject *object, const char *name, const char *value);

/* Waiting for an asynchronous call: give gu_ctl_ready() and &result to it, then gu_ctl_wait(). */
void gu_ctl_ready (GObject *source, GAsyncResult *result, gpointer slot);
void gu_ctl_wait (GAsyncResult **slot);

/* Opens the desk. Returns %FALSE with @error when it cannot. */
gboolean gu_ctl_open (GuCtl *ctl, GuContextFlags flags, GError **error);

/* The id of a dossier given by its id or its registration. */
char *gu_ctl_find_dossier (GuCtl *ctl, const char *reference, GError **error);

/* "YYYY-MM-DD" or "DD.MM.YYYY"; tells what is wrong. */
gboolean gu_ctl_parse_date (GuCtl *ctl, const char *text, GDate *date);

/* Lines of standard input where a word is "-", else the words themselves. (transfer full) */
GStrv gu_ctl_read_words (char **words, int n);

/* The PIN in the first line of a file. */
GuSecretBytes *gu_ctl_read_pin (const char *path, GError **error);

G_END_DECLS
