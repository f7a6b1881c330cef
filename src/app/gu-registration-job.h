/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-central-link.h"
#include "gu-operation.h"
#include "gu-registration-papers.h"
#include "gu-rule-book.h"
#include "gu-secret-bytes.h"
#include "gu-store.h"
#include "gu-token-service.h"

G_BEGIN_DECLS

/**
 * GuRegistrationJob:
 *
 * Everything that signing and registering one dossier needs, gathered on the main context so that
 * the worker reads no live object. The steps block; thread: one worker at a time.
 */
typedef struct
{
  GuStore *store;
  GuClock *clock;
  GuRuleBook *book;
  GuTokenService *tokens;
  GuLetterhead *head;
  GuSessionActor *actor;
  GuOperation *operation;
  char *dossier_id;
  gboolean alone; /* this desk keeps its registers itself */

  /* for signing */
  GuTokenCertificate *certificate; /* nullable: found by @certificate_id */
  char *certificate_id;
  GuSecretBytes *pin; /* nullable */

  /* what the steps found */
  GuDossier *dossier;
  GuProcedure *procedure;
  gint64 at_ms;
  gint64 number;
  char *registration;
  GuDocument *opis;
  GuDocument *receipt;
} GuRegistrationJob;

void gu_registration_job_free (GuRegistrationJob *self);

/* Loads the dossier and says why it cannot be registered. */
gboolean gu_registration_job_load (GuRegistrationJob *self, GError **error);

/* Takes a number, or the one that is kept for the dossier: %GU_STORE_ERROR_NO_NUMBERS when there is
 * none. */
gboolean gu_registration_job_reserve (GuRegistrationJob *self, GError **error);

/* Makes the opis, has the card sign it, checks the signature and keeps the file. */
gboolean
gu_registration_job_sign (GuRegistrationJob *self, GCancellable *cancellable, GError **error);

/* Finds the opis that was signed before; it must belong to the dossier as it is now, and to this
 * day. */
gboolean gu_registration_job_recall (GuRegistrationJob *self, GError **error);

/* Makes the receipt and commits everything in one transaction. */
gboolean gu_registration_job_commit (GuRegistrationJob *self, GError **error);

G_END_DECLS
