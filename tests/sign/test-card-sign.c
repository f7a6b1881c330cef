/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "card-test.h"
#include "gu-error.h"
#include "gu-sign-error.h"
#include "gu-signature-service.h"
#include "gu-test-files.h"
#include "gu-test-signer.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* A document from outside, signed through everything: worker, OpenSSL, PKCS#11, pcscd, card. */

typedef struct
{
  GuTokenService *tokens;          /* owned */
  GuTokenCertificate *certificate; /* owned */
  const char *pin;
  const char *fault; /* told to the card once the document has been prepared */
} Desk;

static void
desk_clear (Desk *self)
{
  g_clear_object (&self->certificate);
  g_clear_object (&self->tokens);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static GBytes *
sign_with_card (GBytes *sha256, gpointer user_data, GCancellable *cancellable, GError **error)
{
  Desk *desk = user_data;
  g_autoptr (GuSecretBytes) pin = card_pin (desk->pin);

  if (desk->fault != NULL)
    card_do ("%s", desk->fault);

  return gu_token_service_sign_digest (desk->tokens,
                                       gu_token_certificate_get_id (desk->certificate),
                                       pin,
                                       sha256,
                                       cancellable,
                                       error);
}

static void
desk_init (Desk *desk)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  card_heal ();
  desk->pin = "123456";
  desk->tokens = card_service_new ();
  list = gu_token_service_list_certificates (desk->tokens, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < list->len && desk->certificate == NULL; i++)
    {
      if (gu_token_certificate_get_usable (list->pdata[i]))
        desk->certificate = g_object_ref (list->pdata[i]);
    }
  g_assert_nonnull (desk->certificate);
}

static GBytes *
sign (Desk *desk, GBytes *pdf, GError **error)
{
  g_autoptr (GuSignatureService) service = gu_signature_service_new (NULL);
  g_autofree char *path = gu_test_write_file ("outside.pdf", pdf);
  const GuPadesOptions options = { .name = gu_token_certificate_get_subject (desk->certificate),
                                   .time_ms = g_get_real_time () / 1000 };
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  GBytes *out = NULL;

  g_assert_cmpint (fd, >=, 0);
  gu_signature_service_sign (service,
                             fd,
                             gu_token_certificate_get_der (desk->certificate),
                             gu_token_certificate_get_chain (desk->certificate),
                             &options,
                             sign_with_card,
                             desk,
                             &out,
                             NULL,
                             error);
  close (fd);

  return out;
}

static void
test_signs (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (GPtrArray) trust = g_ptr_array_new ();
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_OBJECT_STREAM);
  g_autoptr (GBytes) once = NULL;
  g_autoptr (GBytes) twice = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *sig = NULL;

  desk_init (&desk);
  once = sign (&desk, pdf, &error);
  g_assert_no_error (error);
  twice = sign (&desk, once, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (card_count ("sign"), ==, 2);
  g_assert_cmpuint (card_count ("verify_bad"), ==, 0);

  g_ptr_array_add (trust, gu_token_certificate_get_der (desk.certificate));
  node = gu_pades_verify (twice, trust, g_get_real_time () / 1000, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *object = json_array_get_object_element (json_node_get_array (node), i);

      g_assert_cmpstr (json_object_get_string_member (object, "verdict"), ==, "VALID");
      g_assert_cmpstr (json_object_get_string_member (object, "level"), ==, "PAdES-B-B");
      g_assert_cmpstr (json_object_get_string_member (object, "signer"),
                       ==,
                       gu_token_certificate_get_subject (desk.certificate));
    }
  path = gu_test_write_file ("twice.pdf", twice);
  sig = gu_test_run ((const char *const[]){ "pdfsig", "-nocert", path, NULL }, NULL);
  g_assert_nonnull (strstr (sig, "Total document signed"));
  g_assert_null (strstr (sig, "Signature is Invalid"));
}

/* Whatever goes wrong with the card after the document is ready: an error of the card, no document.
 */
static void
test_faults (void)
{
  const struct
  {
    const char *fault;
    const char *pin;
    int code;
  } cases[] = { { "remove", "123456", GU_CARD_ERROR_CARD_REMOVED },
                { NULL, "999999", GU_CARD_ERROR_WRONG_PIN } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Desk) desk = { 0 };
      g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
      g_autoptr (GError) error = NULL;

      desk_init (&desk);
      desk.fault = cases[i].fault;
      desk.pin = cases[i].pin;
      g_assert_null (sign (&desk, pdf, &error));
      g_test_message ("%s", error->message);
      g_assert_true (error->domain == GU_CARD_ERROR);
      if (cases[i].fault == NULL)
        g_assert_cmpint (error->code, ==, cases[i].code);
      else
        g_assert_true (error->code == cases[i].code || error->code == GU_CARD_ERROR_NO_CARD);
      g_assert_nonnull (gu_error_get_hint (error));
    }
  card_heal ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/card-sign/signs", test_signs);
  g_test_add_func ("/card-sign/faults", test_faults);
  return g_test_run ();
}
