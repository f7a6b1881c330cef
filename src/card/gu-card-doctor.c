/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-card"

#include "config.h"

#include "gu-card-doctor.h"

#include "gu-card-pcsc-private.h"
#include "gu-error.h"

#include <glib/gi18n-lib.h>

/* Below this many tries the clerk should know before typing. */
#define TRIES_LOW 2

/* A certificate that ends within this time is worth a word. */
#define SOON_DAYS 30
#define DAY_MS    (G_GINT64_CONSTANT (86400) * 1000)

G_DEFINE_BOXED_TYPE (GuCardFinding, gu_card_finding, gu_card_finding_copy, gu_card_finding_free)

GuCardFinding *
gu_card_finding_copy (const GuCardFinding *self)
{
  GuCardFinding *copy = g_new0 (GuCardFinding, 1);

  copy->check = self->check;
  copy->status = self->status;
  copy->sentence = g_strdup (self->sentence);
  copy->hint = g_strdup (self->hint);
  copy->detail = g_strdup (self->detail);
  return copy;
}

void
gu_card_finding_free (GuCardFinding *self)
{
  g_free (self->sentence);
  g_free (self->hint);
  g_free (self->detail);
  g_free (self);
}

const char *
gu_card_finding_status_get_nick (GuCardFindingStatus status)
{
  switch (status)
    {
    case GU_CARD_FINDING_OK:
      return "ok";
    case GU_CARD_FINDING_WARNING:
      return "warning";
    case GU_CARD_FINDING_PROBLEM:
      return "problem";
    }
  return "problem";
}

static void
add (GPtrArray *findings,
     const char *check,
     GuCardFindingStatus status,
     const char *sentence,
     const char *hint,
     const char *detail)
{
  const GuCardFinding finding = {
    .check = check,
    .status = status,
    .sentence = (char *) sentence,
    .hint = (char *) hint,
    .detail = (char *) detail,
  };

  g_ptr_array_add (findings, gu_card_finding_copy (&finding));
}

static void
add_error (GPtrArray *findings, const char *check, const GError *error)
{
  add (findings,
       check,
       GU_CARD_FINDING_PROBLEM,
       error->message,
       gu_error_get_hint (error),
       gu_error_get_detail (error));
}

/* Service, reader and card: returns whether there is a card that answers. */
static gboolean
examine_reader (GPtrArray *findings)
{
  static const struct
  {
    const char *check;
    const char *good;
    GuCardError stops; /* the worst that this step can find */
  } steps[] = {
    { "service", N_ ("The card service answers."), GU_CARD_ERROR_NO_SERVICE },
    { "reader", N_ ("A card reader is attached."), GU_CARD_ERROR_NO_READER },
  };
  g_autoptr (GError) error = NULL;
  gboolean answers = gu_card_pcsc_explain (&error);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (g_error_matches (error, GU_CARD_ERROR, (int) steps[i].stops))
        {
          add_error (findings, steps[i].check, error);
          return FALSE;
        }
      add (findings, steps[i].check, GU_CARD_FINDING_OK, _ (steps[i].good), NULL, NULL);
    }
  if (answers)
    add (findings, "card", GU_CARD_FINDING_OK, _ ("The card answers."), NULL, NULL);
  else
    add_error (findings, "card", error);
  return answers;
}

static gboolean
examine_modules (GPtrArray *findings, GuTokenService *service)
{
  const char *const *modules = gu_token_service_get_modules (service);
  gboolean any = FALSE;

  for (guint i = 0; modules[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *description = NULL;
      g_autofree char *sentence = NULL;

      if (gu_token_service_check_module (service, modules[i], &description, &error))
        {
          /* Translators: %s is the name of a program library, such as opensc-pkcs11.so. */
          sentence = g_strdup_printf (_ ("The card software “%s” is there."), modules[i]);
          add (findings, "module", GU_CARD_FINDING_OK, sentence, NULL, description);
          any = TRUE;
          continue;
        }
      /* Translators: %s is the name of a program library, such as opensc-pkcs11.so. */
      sentence = g_strdup_printf (_ ("The card software “%s” cannot be loaded."), modules[i]);
      add (findings,
           "module",
           GU_CARD_FINDING_PROBLEM,
           sentence,
           _ ("Install it, or correct its name in the preferences."),
           gu_error_get_detail (error));
    }
  return any;
}

static void
examine_tries (GPtrArray *findings, GuTokenCertificate *certificate)
{
  int tries = gu_token_certificate_get_pin_tries (certificate);
  g_autofree char *sentence = NULL;

  if (tries < 0)
    return;
  if (tries == 0)
    {
      add (findings,
           "pin",
           GU_CARD_FINDING_PROBLEM,
           gu_card_error_get_sentence (GU_CARD_ERROR_PIN_BLOCKED),
           gu_card_error_get_hint (GU_CARD_ERROR_PIN_BLOCKED),
           NULL);
      return;
    }
  sentence = g_strdup_printf (
      /* Translators: how often a wrong PIN may still be typed. */
      g_dngettext (
          GETTEXT_PACKAGE, "%d PIN try is left.", "%d PIN tries are left.", (gulong) tries),
      tries);
  add (findings,
       "pin",
       tries < TRIES_LOW ? GU_CARD_FINDING_WARNING : GU_CARD_FINDING_OK,
       sentence,
       tries < TRIES_LOW ? _ ("Type the PIN with care: one more mistake blocks the card.") : NULL,
       NULL);
}

static void
examine_certificate (GPtrArray *findings, GuTokenCertificate *certificate)
{
  const char *reason = gu_token_certificate_get_reason (certificate);
  const char *subject = gu_token_certificate_get_subject (certificate);
  gint64 left_ms = gu_token_certificate_get_not_after_ms (certificate)
                   - g_get_real_time () / G_TIME_SPAN_MILLISECOND;
  g_autofree char *sentence = NULL;

  if (reason != NULL)
    {
      GuCardError code = gu_token_certificate_get_reason_code (certificate);

      sentence = g_strdup_printf (
          /* Translators: first the name of a person, then why the certificate cannot be used. */
          _ ("The certificate of %s cannot sign here: %s."),
          subject,
          reason);
      add (findings,
           "certificate",
           code == GU_CARD_ERROR_CERTIFICATE_UNUSABLE ? GU_CARD_FINDING_WARNING
                                                      : GU_CARD_FINDING_PROBLEM,
           sentence,
           gu_card_error_get_hint (code),
           NULL);
      return;
    }

  /* Translators: %s is the name of a person. */
  sentence = g_strdup_printf (_ ("The certificate of %s can sign."), subject);
  if (left_ms < SOON_DAYS * DAY_MS)
    {
      guint days = (guint) MAX (left_ms / DAY_MS, 0);
      g_autofree char *hint = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE,
                       /* Translators: days until a certificate expires. */
                       "It expires in %u day: ask its provider to renew it.",
                       "It expires in %u days: ask its provider to renew it.",
                       days),
          days);

      add (findings, "certificate", GU_CARD_FINDING_WARNING, sentence, hint, NULL);
    }
  else
    add (findings, "certificate", GU_CARD_FINDING_OK, sentence, NULL, NULL);
}

static void
examine_certificates (GPtrArray *findings, GuTokenService *service, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray)
      certificates = gu_token_service_list_certificates (service, cancellable, &error);

  if (certificates == NULL)
    {
      add_error (findings, "certificate", error);
      return;
    }
  for (guint i = 0; i < certificates->len; i++)
    examine_certificate (findings, g_ptr_array_index (certificates, i));
  examine_tries (findings, g_ptr_array_index (certificates, 0));
}

GPtrArray *
gu_card_doctor (GuTokenService *service, GCancellable *cancellable)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) gu_card_finding_free);
  gboolean card = examine_reader (findings);
  gboolean module = FALSE;

  if (!g_cancellable_is_cancelled (cancellable))
    module = examine_modules (findings, service);
  if (card && module && !g_cancellable_is_cancelled (cancellable))
    examine_certificates (findings, service, cancellable);
  return findings;
}
