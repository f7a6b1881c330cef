/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "card-test.h"

#include "gu-card-pcsc-private.h"
#include "gu-error.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

static const char *
environment (const char *name)
{
  const char *value = g_getenv (name);

  if (value == NULL)
    g_error ("%s is not set: run this test through with-card.sh", name);
  return value;
}

static char *
tell_line (const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *request = g_strconcat (line, "\n", NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress)
      address = g_unix_socket_address_new (environment ("GHISEU_CARD_CONTROL"));
  g_autoptr (GSocketConnection)
      connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_autoptr (GDataInputStream) input = NULL;
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             request,
                             strlen (request),
                             NULL,
                             NULL,
                             &error);
  g_assert_no_error (error);
  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  for (;;)
    {
      g_autofree char *answer = g_data_input_stream_read_line (input, NULL, NULL, &error);

      g_assert_no_error (error);
      if (answer == NULL || g_str_has_prefix (answer, "error"))
        g_error ("the card refuses “%s”", line);
      if (g_str_equal (answer, "ok"))
        return g_string_free (text, FALSE);
      g_string_append_printf (text, "%s\n", answer);
    }
}

char *
card_tell (const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list list;

  va_start (list, format);
  line = g_strdup_vprintf (format, list);
  va_end (list);
  return tell_line (line);
}

guint
card_count (const char *name)
{
  g_autofree char *status = tell_line ("status");
  g_auto (GStrv) lines = g_strsplit (status, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *equals = strchr (lines[i], '=');

      if (equals != NULL && strlen (name) == (gsize) (equals - lines[i])
          && g_str_has_prefix (lines[i], name))
        return (guint) g_ascii_strtoull (equals + 1, NULL, 10);
    }
  g_error ("the card does not count “%s”", name);
}

#define READER "Ghiseu Virtual Reader 00 00"

/* What happens in the reader takes pcscd a moment to see: tests go on when it has. */
static void
do_and_wait (const char *line)
{
  gint64 end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;
  guint present = card_count ("present");
  guint insertions = card_count ("insertions");
  int before = gu_card_pcsc_get_insertion (READER);
  int now;

  g_free (tell_line (line));
  if (present == card_count ("present") && insertions == card_count ("insertions"))
    return;
  present = card_count ("present");
  do
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (2 * 1000);
      now = gu_card_pcsc_get_insertion (READER);
    }
  while (present ? now < 0 || now == before : now >= 0);
}

void
card_do (const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list list;

  va_start (list, format);
  line = g_strdup_vprintf (format, list);
  va_end (list);
  do_and_wait (line);
}

void
card_heal (void)
{
  do_and_wait ("heal");
}

void
card_service (const char *word)
{
  const char *path = environment ("GHISEU_PCSCD_RESTART");
  gint64 end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, word, -1, &error);
  g_assert_no_error (error);
  while (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (10 * 1000);
    }
}

GuTokenService *
card_service_new (void)
{
  return gu_token_service_new (environment ("GHISEU_TOKEN_WORKER"), NULL);
}

GuSecretBytes *
card_pin (const char *digits)
{
  return gu_secret_bytes_new (digits, strlen (digits));
}

GBytes *
card_digest (void)
{
  static guint8 counter;
  guint8 digest[32];

  for (guint i = 0; i < sizeof digest; i++)
    digest[i] = (guint8) (i * 7 + counter);
  counter++;
  return g_bytes_new (digest, sizeof digest);
}

char *
card_usable_id (GuTokenService *service)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = gu_token_service_list_certificates (service, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, >, 0);
  g_assert_true (gu_token_certificate_get_usable (g_ptr_array_index (list, 0)));
  return g_strdup (gu_token_certificate_get_id (g_ptr_array_index (list, 0)));
}

void
card_assert_signs (GuTokenService *service, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuSecretBytes) pin = card_pin ("123456");
  g_autoptr (GBytes) digest = card_digest ();
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GBytes)
      signature = gu_token_service_sign_digest (service, id, pin, digest, NULL, &error);
  gboolean verified = FALSE;

  g_assert_no_error (error);
  list = gu_token_service_list_certificates (service, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (gu_token_certificate_get_id (g_ptr_array_index (list, i)), id))
      verified = gu_token_certificate_verify_digest (
          g_ptr_array_index (list, i), digest, signature);
  g_assert_true (verified);
}

char *
card_assert_refused (GuTokenService *service, const char *id, const char *pin, GuCardError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuSecretBytes) secret = pin != NULL ? card_pin (pin) : NULL;
  g_autoptr (GBytes) digest = card_digest ();
  g_autoptr (GBytes)
      signature = gu_token_service_sign_digest (service, id, secret, digest, NULL, &error);

  g_assert_null (signature);
  g_assert_error (error, GU_CARD_ERROR, (int) code);
  g_assert_cmpuint (strlen (error->message), >, 10);
  g_assert_nonnull (gu_error_get_hint (error));
  return g_strdup (gu_error_get_hint (error));
}
