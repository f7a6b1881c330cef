/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-card"

#include "config.h"

#include "gu-token-worker-private.h"

#include "gu-error.h"
#include "gu-token-protocol-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <p11-kit/pkcs11.h>
#include <string.h>
#include <unistd.h>

struct _GuTokenWorker
{
  GObject parent_instance;

  GuWorkerProcess *process; /* owned */
};

G_DEFINE_FINAL_TYPE (GuTokenWorker, gu_token_worker, G_TYPE_OBJECT)

/* DigestInfo of SHA-256 up to the digest itself, RFC 8017 §9.2 note 1. */
static const guint8 digest_info[] = {
  0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
  0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
};

static void
gu_token_worker_finalize (GObject *object)
{
  GuTokenWorker *self = GU_TOKEN_WORKER (object);

  g_clear_object (&self->process);

  G_OBJECT_CLASS (gu_token_worker_parent_class)->finalize (object);
}

static void
gu_token_worker_class_init (GuTokenWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gu_token_worker_finalize;
}

static void
gu_token_worker_init (GuTokenWorker *self)
{
}

GuTokenWorker *
gu_token_worker_new (const char *program, const char *module)
{
  GuTokenWorker *self = g_object_new (GU_TYPE_TOKEN_WORKER, NULL);
  const char *argv[] = { module, NULL };

  self->process = gu_worker_process_new (program, argv);
  return self;
}

void
gu_token_worker_kill (GuTokenWorker *self)
{
  gu_worker_process_kill (self->process);
}

guint
gu_token_worker_get_generation (GuTokenWorker *self)
{
  /* No child, no session: a number that no listing has. */
  if (gu_worker_process_get_pid (self->process) == 0)
    return 0;
  return gu_worker_process_get_generation (self->process);
}

/* How a failed call looks to the clerk. */
static void
translate (GError *failure, GError **error)
{
  const char *detail = gu_error_get_detail (failure);

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gu_card_error_set (error, GU_CARD_ERROR_CANCELLED, -1, NULL);
  else if (g_error_matches (failure, GU_WORKER_ERROR, GU_WORKER_ERROR_TIMEOUT))
    gu_card_error_set (error, GU_CARD_ERROR_TIMEOUT, -1, detail);
  else
    gu_card_error_set (
        error, GU_CARD_ERROR_MODULE_FAILED, -1, detail != NULL ? detail : failure->message);
}

/* One call; the answer has the type @type. */
static GVariant *
call (GuTokenWorker *self,
      const char *method,
      GVariant *args,
      int fd,
      guint deadline_ms,
      const char *type,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) local = NULL;

  if (!gu_worker_process_call (self->process,
                               method,
                               args,
                               &fd,
                               fd >= 0 ? 1 : 0,
                               deadline_ms,
                               &reply,
                               NULL,
                               cancellable,
                               &local))
    {
      translate (local, error);
      return NULL;
    }
  if (reply == NULL || !g_variant_is_of_type (reply, G_VARIANT_TYPE (type)))
    {
      gu_worker_process_kill (self->process);
      gu_card_error_set (error, GU_CARD_ERROR_MODULE_FAILED, -1, "answer of a wrong type");
      return NULL;
    }
  return g_steal_pointer (&reply);
}

gboolean
gu_token_worker_load (GuTokenWorker *self, guint deadline_ms, char **description, GError **error)
{
  g_autoptr (GVariant) reply = call (
      self, GU_TOKEN_METHOD_LOAD, NULL, -1, deadline_ms, GU_TOKEN_REPLY_LOAD, NULL, error);
  const char *function, *text;
  guint64 rv;

  if (reply == NULL)
    return FALSE;
  g_variant_get (reply, "(t&s&s)", &rv, &function, &text);
  if (rv != CKR_OK)
    {
      g_autofree char *detail = g_strdup_printf ("PKCS#11 %s 0x%lX", function, (gulong) rv);

      gu_card_error_set (error, GU_CARD_ERROR_MODULE_FAILED, -1, detail);
      return FALSE;
    }
  if (description != NULL)
    *description = g_strdup (text);
  return TRUE;
}

static void
slot_free (gpointer data)
{
  GuTokenSlot *slot = data;

  g_free (slot->description);
  g_free (slot->label);
  g_free (slot->manufacturer);
  g_ptr_array_unref (slot->certificates);
  g_array_unref (slot->keys);
  g_ptr_array_unref (slot->authorities);
  g_free (slot);
}

static void
unpack_bytes (GVariantIter *iter, GPtrArray *out)
{
  GVariant *child;

  while ((child = g_variant_iter_next_value (iter)) != NULL)
    {
      g_ptr_array_add (out, g_variant_get_data_as_bytes (child));
      g_variant_unref (child);
    }
}

static GuTokenSlot *
unpack_slot (GVariant *value)
{
  GuTokenSlot *slot = g_new0 (GuTokenSlot, 1);
  g_autoptr (GVariantIter) certificates = NULL;
  g_autoptr (GVariantIter) authorities = NULL;
  GVariant *der;
  gboolean key;

  slot->certificates = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  slot->keys = g_array_new (FALSE, FALSE, sizeof (gboolean));
  slot->authorities = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_variant_get (value,
                 "(sssbia(ayb)aay)",
                 &slot->description,
                 &slot->label,
                 &slot->manufacturer,
                 &slot->pin_pad,
                 &slot->tries,
                 &certificates,
                 &authorities);
  slot->tries = CLAMP (slot->tries, -1, 99);
  while (g_variant_iter_next (certificates, "(@ayb)", &der, &key))
    {
      g_ptr_array_add (slot->certificates, g_variant_get_data_as_bytes (der));
      g_array_append_val (slot->keys, key);
      g_variant_unref (der);
    }
  unpack_bytes (authorities, slot->authorities);
  return slot;
}

GPtrArray *
gu_token_worker_list (GuTokenWorker *self,
                      guint deadline_ms,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GVariant) reply = call (
      self, GU_TOKEN_METHOD_LIST, NULL, -1, deadline_ms, GU_TOKEN_REPLY_LIST, cancellable, error);
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (slot_free);
  g_autoptr (GVariantIter) iter = NULL;
  const char *function;
  guint64 rv;
  GVariant *child;

  if (reply == NULL)
    return NULL;
  g_variant_get (reply, "(t&sa(sssbia(ayb)aay))", &rv, &function, &iter);
  if (rv != CKR_OK)
    {
      gu_card_error_set_from_pkcs11 (error, GU_CARD_PHASE_OPEN, rv, function, -1);
      return NULL;
    }
  while ((child = g_variant_iter_next_value (iter)) != NULL)
    {
      g_ptr_array_add (slots, unpack_slot (child));
      g_variant_unref (child);
    }
  return g_steal_pointer (&slots);
}

/* The PIN goes through a pipe: its memory is the kernel's, is never swapped, and is gone once read.
 */
static int
pin_to_pipe (GuSecretBytes *pin, GError **error)
{
  int fds[2];
  gsize size;
  const guint8 *data = gu_secret_bytes_peek (pin, &size);

  if (size > GU_TOKEN_PIN_MAX)
    {
      gu_card_error_set (error, GU_CARD_ERROR_PIN_FORMAT, -1, NULL);
      return -1;
    }
  if (pipe2 (fds, O_CLOEXEC) != 0)
    {
      gu_card_error_set (error, GU_CARD_ERROR_MODULE_FAILED, -1, g_strerror (errno));
      return -1;
    }
  /* Less than a pipe holds, so this does not block. */
  if (write (fds[1], data, size) != (ssize_t) size)
    {
      gu_card_error_set (error, GU_CARD_ERROR_MODULE_FAILED, -1, g_strerror (errno));
      close (fds[0]);
      fds[0] = -1;
    }
  close (fds[1]);
  return fds[0];
}

static gboolean
is_rsa (GuTokenCertificate *certificate)
{
  return g_str_has_prefix (gu_token_certificate_get_key_type (certificate), "RSA");
}

static GVariant *
make_request (GuTokenCertificate *certificate, GPtrArray *digests)
{
  gboolean rsa = is_rsa (certificate);
  GVariantBuilder blocks;

  g_variant_builder_init (&blocks, G_VARIANT_TYPE ("aay"));
  for (guint i = 0; i < digests->len; i++)
    {
      g_autoptr (GByteArray) block = g_byte_array_new ();
      gsize size;
      const guint8 *digest = g_bytes_get_data (g_ptr_array_index (digests, i), &size);

      if (rsa)
        g_byte_array_append (block, digest_info, sizeof digest_info);
      g_byte_array_append (block, digest, (guint) size);
      g_variant_builder_add_value (
          &blocks, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, block->data, block->len, 1));
    }
  return g_variant_new (GU_TOKEN_ARGS_SIGN,
                        gu_token_certificate_get_id (certificate),
                        (guint64) (rsa ? CKM_RSA_PKCS : CKM_ECDSA),
                        &blocks);
}

/* PKCS#11 gives r and s side by side, CMS wants ECDSA-Sig-Value (RFC 3279 §2.2.3). */
static GBytes *
ecdsa_to_der (GBytes *raw)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (raw, &size);
  ECDSA_SIG *signature;
  BIGNUM *r, *s;
  guint8 *der = NULL;
  int der_size;
  GBytes *bytes;

  if (size == 0 || size % 2 != 0 || size > 132)
    return NULL;
  signature = ECDSA_SIG_new ();
  r = BN_bin2bn (data, (int) (size / 2), NULL);
  s = BN_bin2bn (data + size / 2, (int) (size / 2), NULL);
  ECDSA_SIG_set0 (signature, r, s);
  der_size = i2d_ECDSA_SIG (signature, &der);
  ECDSA_SIG_free (signature);
  bytes = der_size > 0 ? g_bytes_new (der, (gsize) der_size) : NULL;
  OPENSSL_free (der);
  return bytes;
}

static GPtrArray *
unpack_signatures (GVariantIter *iter, gboolean rsa)
{
  g_autoptr (GPtrArray) raw = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  GPtrArray *signatures;

  unpack_bytes (iter, raw);
  if (rsa)
    return g_steal_pointer (&raw);

  signatures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < raw->len; i++)
    {
      GBytes *der = ecdsa_to_der (g_ptr_array_index (raw, i));

      /* What is no signature at all fails at verification, as a wrong one does. */
      g_ptr_array_add (signatures, der != NULL ? der : g_bytes_new (NULL, 0));
    }
  return signatures;
}

GPtrArray *
gu_token_worker_sign (GuTokenWorker *self,
                      GuTokenCertificate *certificate,
                      GuSecretBytes *pin,
                      GPtrArray *digests,
                      guint deadline_ms,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariantIter) iter = NULL;
  int fd = -1;
  const char *function;
  gboolean always;
  guint64 rv;
  int tries;

  if (pin != NULL)
    {
      fd = pin_to_pipe (pin, error);
      if (fd < 0)
        return NULL;
    }
  reply = call (self,
                GU_TOKEN_METHOD_SIGN,
                make_request (certificate, digests),
                fd,
                deadline_ms,
                GU_TOKEN_REPLY_SIGN,
                cancellable,
                error);
  if (fd >= 0)
    close (fd);
  if (reply == NULL)
    return NULL;

  g_variant_get (reply, "(t&sibaay)", &rv, &function, &tries, &always, &iter);
  tries = CLAMP (tries, -1, 99);
  if (rv != CKR_OK)
    {
      GuCardPhase phase = g_str_equal (function, "C_Login") ? GU_CARD_PHASE_PIN
                                                            : GU_CARD_PHASE_SIGN;

      gu_card_error_set_from_pkcs11 (error, phase, rv, function, tries);
      /* A session in which something failed is not trusted with the next signature. */
      if (rv != CKR_PIN_INCORRECT && rv != CKR_PIN_LOCKED)
        gu_worker_process_kill (self->process);
      return NULL;
    }
  return unpack_signatures (iter, is_rsa (certificate));
}
