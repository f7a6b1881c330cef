/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-virtual-card"

#include "config.h"

#include "gu-virtual-card.h"

#include <openssl/rsa.h>
#include <string.h>

/* Status words, ISO 7816-4. */
#define SW_OK                  0x9000
#define SW_WRONG_LENGTH        0x6700
#define SW_SECURITY            0x6982
#define SW_BLOCKED             0x6983
#define SW_WRONG_DATA          0x6A80
#define SW_NOT_FOUND           0x6A82
#define SW_WRONG_P1P2          0x6A86
#define SW_REFERENCE_NOT_FOUND 0x6A88
#define SW_NO_SUCH_INSTRUCTION 0x6D00
#define SW_BAD_CLASS           0x6E00

#define INS_VERIFY       0x20
#define INS_GENERAL_AUTH 0x87
#define INS_SELECT       0xA4
#define INS_GET_RESPONSE 0xC0
#define INS_GET_DATA     0xCB
#define CLA_CHAINED      0x10
#define CHAIN_MAX        4096

#define KEY_LOGIN    0x9A
#define KEY_SIGN     0x9C
#define ALG_RSA_2048 0x07
#define ALG_EC_P256  0x11

typedef struct
{
  guint8 cla, ins, p1, p2;
  const guint8 *data;
  gsize size;
  gsize le; /* bytes wanted; 0: none */
} Command;

static const guint8 piv_aid[] = { 0xA0, 0x00, 0x00, 0x03, 0x08 };

/* T=1; the historical bytes say GHISEU. The last byte is the check sum over all after the first. */
static const guint8 answer_to_reset[] = {
  0x3B, 0x86, 0x80, 0x01, 'G', 'H', 'I', 'S', 'E', 'U', 0x07 ^ 'G' ^ 'H' ^ 'I' ^ 'S' ^ 'E' ^ 'U'
};

/* The FASC-N of cards outside the federal agencies, an invented GUID, an expiry date. */
static const guint8 chuid[] = {
  0x53, 0x3B, 0x30, 0x19, 0xD4, 0xE7, 0x39, 0xDA, 0x73, 0x9C, 0xED, 0x39, 0xCE, 0x73, 0x9D, 0x83,
  0x68, 0x58, 0x21, 0x08, 0x42, 0x10, 0x84, 0x21, 0xC8, 0x42, 0x10, 0xC3, 0xEB, 0x34, 0x10, 0x67,
  0x68, 0x69, 0x73, 0x65, 0x75, 0x2D, 0x75, 0x6E, 0x69, 0x63, 0x2D, 0x30, 0x30, 0x30, 0x31, 0x35,
  0x08, '2',  '0',  '3',  '9',  '1',  '2',  '3',  '1',  0x3E, 0x00, 0xFE, 0x00,
};

static const guint8 capabilities[] = {
  0x53, 0x33, 0xF0, 0x15, 0xA0, 0x00, 0x00, 0x01, 0x16, 0xFF, 0x02, 'g',  'h',  'i',
  's',  'e',  'u',  '0',  '0',  '0',  '0',  '0',  '0',  '0',  '1',  0xF1, 0x01, 0x21,
  0xF2, 0x01, 0x21, 0xF3, 0x00, 0xF4, 0x01, 0x00, 0xF5, 0x01, 0x10, 0xF6, 0x00, 0xF7,
  0x00, 0xFA, 0x00, 0xFB, 0x00, 0xFC, 0x00, 0xFD, 0x00, 0xFE, 0x00,
};

/* Discovery object: the application's PIN is the one to use. */
static const guint8 discovery[] = {
  0x7E, 0x12, 0x4F, 0x0B, 0xA0, 0x00, 0x00, 0x03, 0x08, 0x00,
  0x00, 0x10, 0x00, 0x01, 0x00, 0x5F, 0x2F, 0x02, 0x40, 0x00,
};

static const guint8 application[] = {
  0x61, 0x11, 0x4F, 0x06, 0x00, 0x00, 0x10, 0x00, 0x01, 0x00,
  0x79, 0x07, 0x4F, 0x05, 0xA0, 0x00, 0x00, 0x03, 0x08,
};

GuVirtualCard *
gu_virtual_card_new (GuVirtualIdentity *identity)
{
  GuVirtualCard *self = g_new0 (GuVirtualCard, 1);

  self->identity = identity;
  self->pin = g_strdup (GU_VIRTUAL_PIN);
  self->chain = g_byte_array_new ();
  self->pending = g_byte_array_new ();
  self->noise = g_rand_new_with_seed (20261124);
  gu_virtual_card_heal (self);
  return self;
}

void
gu_virtual_card_free (GuVirtualCard *self)
{
  g_clear_pointer (&self->sign_der, g_bytes_unref);
  g_byte_array_unref (self->chain);
  g_byte_array_unref (self->pending);
  g_rand_free (self->noise);
  g_free (self->pin);
  g_free (self);
}

void
gu_virtual_card_heal (GuVirtualCard *self)
{
  self->kind = GU_VIRTUAL_KIND_PIV;
  self->tries = GU_VIRTUAL_PIN_TRIES;
  self->garbage = FALSE;
  self->wrong_signature = FALSE;
  self->forget_pin = FALSE;
  self->sw = 0;
  gu_virtual_card_set_certificate (self, GU_VIRTUAL_CERTIFICATE_VALID);
}

void
gu_virtual_card_set_certificate (GuVirtualCard *self, GuVirtualCertificate kind)
{
  g_clear_pointer (&self->sign_der, g_bytes_unref);
  self->certificate = kind;
  if (self->identity != NULL)
    self->sign_der = gu_virtual_identity_make_certificate (self->identity, kind);
}

static void
forget (GuVirtualCard *self)
{
  self->selected = FALSE;
  self->verified = FALSE;
  self->fresh_pin = FALSE;
  g_byte_array_set_size (self->chain, 0);
  g_byte_array_set_size (self->pending, 0);
}

const guint8 *
gu_virtual_card_power_up (GuVirtualCard *self, gsize *size)
{
  forget (self);
  self->counters.power_ups++;
  self->powered = self->kind != GU_VIRTUAL_KIND_MUTE;
  *size = self->powered ? sizeof answer_to_reset : 0;
  return self->powered ? answer_to_reset : NULL;
}

void
gu_virtual_card_power_down (GuVirtualCard *self)
{
  forget (self);
  self->powered = FALSE;
}

/* Short and extended length fields, ISO 7816-4 §5.1. */
static gboolean
parse (const guint8 *apdu, gsize size, Command *command)
{
  gsize body, lc;

  if (size < 4)
    return FALSE;

  *command = (Command){ .cla = apdu[0], .ins = apdu[1], .p1 = apdu[2], .p2 = apdu[3] };
  body = size - 4;
  if (body == 0)
    return TRUE;

  if (body == 1)
    {
      command->le = apdu[4] ? apdu[4] : 256;
      return TRUE;
    }

  if (apdu[4] != 0)
    {
      lc = apdu[4];
      if (body != 1 + lc && body != 2 + lc)
        return FALSE;
      command->data = apdu + 5;
      command->size = lc;
      if (body == 2 + lc)
        command->le = apdu[5 + lc] ? apdu[5 + lc] : 256;
      return TRUE;
    }

  if (body < 3)
    return FALSE;
  lc = (gsize) apdu[5] << 8 | apdu[6];
  if (body == 3)
    {
      command->le = lc ? lc : 65536;
      return TRUE;
    }
  if (lc == 0 || (body != 3 + lc && body != 5 + lc))
    return FALSE;
  command->data = apdu + 7;
  command->size = lc;
  if (body == 5 + lc)
    {
      gsize le = (gsize) apdu[7 + lc] << 8 | apdu[8 + lc];

      command->le = le ? le : 65536;
    }
  return TRUE;
}

GuVirtualStep
gu_virtual_card_classify (const guint8 *apdu, gsize size)
{
  Command command;

  if (!parse (apdu, size, &command))
    return GU_VIRTUAL_STEP_OTHER;

  switch (command.ins)
    {
    case INS_SELECT:
      return GU_VIRTUAL_STEP_SELECT;
    case INS_GET_DATA:
      return GU_VIRTUAL_STEP_GET_DATA;
    case INS_VERIFY:
      return command.size > 0 ? GU_VIRTUAL_STEP_VERIFY : GU_VIRTUAL_STEP_OTHER;
    case INS_GENERAL_AUTH:
      return command.cla & CLA_CHAINED ? GU_VIRTUAL_STEP_OTHER : GU_VIRTUAL_STEP_SIGN;
    default:
      return GU_VIRTUAL_STEP_OTHER;
    }
}

static void
append_sw (GByteArray *out, guint16 sw)
{
  guint8 bytes[2] = { sw >> 8, sw & 0xFF };

  g_byte_array_append (out, bytes, 2);
}

/* BER-TLV, lengths up to 65535. */
static void
append_tlv (GByteArray *out, guint8 tag, const guint8 *value, gsize size)
{
  guint8 head[4] = { tag, 0x82, (size >> 8) & 0xFF, size & 0xFF };

  if (size < 0x80)
    {
      head[1] = (guint8) size;
      g_byte_array_append (out, head, 2);
    }
  else if (size < 0x100)
    {
      head[1] = 0x81;
      head[2] = (guint8) size;
      g_byte_array_append (out, head, 3);
    }
  else
    g_byte_array_append (out, head, 4);

  if (size > 0)
    g_byte_array_append (out, value, (guint) size);
}

static gboolean
read_tlv (const guint8 **at, const guint8 *end, guint8 *tag, const guint8 **value, gsize *size)
{
  const guint8 *p = *at;
  gsize length;

  if (end - p < 2)
    return FALSE;
  *tag = *p++;
  length = *p++;
  if (length > 0x80)
    {
      gsize n = length & 0x7F;

      if (n > 2 || (gsize) (end - p) < n)
        return FALSE;
      for (length = 0; n > 0; n--)
        length = length << 8 | *p++;
    }
  else if (length == 0x80)
    return FALSE;
  if ((gsize) (end - p) < length)
    return FALSE;

  *value = p;
  *size = length;
  *at = p + length;
  return TRUE;
}

static guint16
do_select (GuVirtualCard *self, const Command *command, GByteArray *out)
{
  if (command->p1 != 0x04)
    return SW_WRONG_P1P2;
  if (command->size < sizeof piv_aid || memcmp (command->data, piv_aid, sizeof piv_aid) != 0)
    return SW_NOT_FOUND;

  /* Selecting the application again leaves the PIN state as it is (SP 800-73-4 part 2, 3.1.1). */
  self->selected = TRUE;
  g_byte_array_append (out, application, sizeof application);
  return SW_OK;
}

static guint16
put_certificate (GByteArray *out, const guint8 *der, gsize size)
{
  g_autoptr (GByteArray) object = g_byte_array_new ();
  static const guint8 tail[] = { 0x71, 0x01, 0x00, 0xFE, 0x00 };

  append_tlv (object, 0x70, der, size);
  g_byte_array_append (object, tail, sizeof tail);
  append_tlv (out, 0x53, object->data, object->len);
  return SW_OK;
}

static guint16
do_get_data (GuVirtualCard *self, const Command *command, GByteArray *out)
{
  if (command->p1 != 0x3F || command->p2 != 0xFF)
    return SW_WRONG_P1P2;
  if (command->size == 3 && memcmp (command->data, "\x5C\x01\x7E", 3) == 0)
    {
      g_byte_array_append (out, discovery, sizeof discovery);
      return SW_OK;
    }
  if (command->size != 5 || memcmp (command->data, "\x5C\x03\x5F\xC1", 4) != 0)
    return SW_NOT_FOUND;

  switch (command->data[4])
    {
    case 0x02:
      g_byte_array_append (out, chuid, sizeof chuid);
      return SW_OK;
    case 0x07:
      g_byte_array_append (out, capabilities, sizeof capabilities);
      return SW_OK;
    case 0x05:
      if (self->certificate != GU_VIRTUAL_CERTIFICATE_NONE && self->identity != NULL)
        {
          g_autoptr (GBytes) der = gu_virtual_identity_encode (self->identity->login);

          return put_certificate (out, g_bytes_get_data (der, NULL), g_bytes_get_size (der));
        }
      return SW_NOT_FOUND;
    case 0x0A:
      if (self->sign_der != NULL)
        return put_certificate (
            out, g_bytes_get_data (self->sign_der, NULL), g_bytes_get_size (self->sign_der));
      return SW_NOT_FOUND;
    default:
      return SW_NOT_FOUND;
    }
}

static guint16
do_verify (GuVirtualCard *self, const Command *command)
{
  guint8 expected[8];
  gsize digits = strlen (self->pin);

  if (command->p2 != 0x80)
    return SW_REFERENCE_NOT_FOUND;
  if (command->p1 == 0xFF && command->size == 0)
    {
      self->verified = FALSE;
      return SW_OK;
    }
  if (command->p1 != 0x00)
    return SW_WRONG_P1P2;

  if (command->size == 0)
    {
      self->counters.verify_empty++;
      if (self->verified)
        return SW_OK;
      return self->tries > 0 ? 0x63C0 | self->tries : SW_BLOCKED;
    }
  if (command->size != sizeof expected)
    return SW_WRONG_DATA;
  if (self->tries == 0)
    return SW_BLOCKED;

  memset (expected, 0xFF, sizeof expected);
  memcpy (expected, self->pin, MIN (digits, sizeof expected));
  self->verified = memcmp (expected, command->data, sizeof expected) == 0;
  if (!self->verified)
    {
      self->counters.verify_bad++;
      self->tries--;
      return self->tries > 0 ? 0x63C0 | self->tries : SW_BLOCKED;
    }

  self->counters.verify_ok++;
  self->tries = GU_VIRTUAL_PIN_TRIES;
  self->fresh_pin = TRUE;
  return SW_OK;
}

static GBytes *
private_operation (EVP_PKEY *key, const guint8 *data, gsize size)
{
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new (key, NULL);
  guint8 out[512];
  gsize out_size = sizeof out;
  gboolean done = EVP_PKEY_sign_init (context) == 1;

  if (done && EVP_PKEY_is_a (key, "RSA"))
    done = EVP_PKEY_CTX_set_rsa_padding (context, RSA_NO_PADDING) == 1;
  done = done && EVP_PKEY_sign (context, out, &out_size, data, size) == 1;
  EVP_PKEY_CTX_free (context);
  return done ? g_bytes_new (out, out_size) : NULL;
}

static guint16
sign (GuVirtualCard *self, EVP_PKEY *key, const guint8 *data, gsize size, GByteArray *out)
{
  g_autofree guint8 *input = g_memdup2 (data, size);
  g_autoptr (GBytes) signature = NULL;
  g_autoptr (GByteArray) inner = g_byte_array_new ();

  /* A wrong signature is a right one over something else: well formed, and worthless. */
  if (self->wrong_signature)
    input[size - 1] ^= 1;
  signature = private_operation (key, input, size);
  if (signature == NULL)
    return SW_WRONG_DATA;

  self->counters.sign++;
  append_tlv (inner, 0x82, g_bytes_get_data (signature, NULL), g_bytes_get_size (signature));
  append_tlv (out, 0x7C, inner->data, inner->len);
  return SW_OK;
}

static guint16
do_general_authenticate (GuVirtualCard *self,
                         const Command *command,
                         const guint8 *data,
                         gsize size,
                         GByteArray *out)
{
  const guint8 *end = data + size;
  const guint8 *value, *challenge = NULL;
  gsize value_size, challenge_size = 0;
  guint8 tag;
  EVP_PKEY *key;
  gboolean rsa, fresh = self->fresh_pin;

  self->fresh_pin = FALSE;
  if (self->identity == NULL || (command->p2 != KEY_LOGIN && command->p2 != KEY_SIGN))
    return SW_WRONG_P1P2;
  key = command->p2 == KEY_SIGN ? self->identity->sign_key : self->identity->login_key;
  rsa = EVP_PKEY_is_a (key, "RSA");
  if (command->p1 != (rsa ? ALG_RSA_2048 : ALG_EC_P256))
    return SW_WRONG_P1P2;

  if (size == 0 || !read_tlv (&data, end, &tag, &value, &value_size) || tag != 0x7C)
    return SW_WRONG_DATA;
  end = value + value_size;
  data = value;
  while (read_tlv (&data, end, &tag, &value, &value_size))
    if (tag == 0x81)
      {
        challenge = value;
        challenge_size = value_size;
      }
  if (challenge == NULL || challenge_size != (rsa ? 256 : 32))
    return SW_WRONG_DATA;

  if (self->forget_pin)
    self->verified = FALSE;
  if (!self->verified || (command->p2 == KEY_SIGN && !fresh))
    return SW_SECURITY;
  return sign (self, key, challenge, challenge_size, out);
}

static guint16
do_chained (GuVirtualCard *self, const Command *command, GByteArray *out)
{
  guint16 sw;

  if (self->chain->len + command->size > CHAIN_MAX)
    {
      g_byte_array_set_size (self->chain, 0);
      return SW_WRONG_LENGTH;
    }
  if (command->size > 0)
    g_byte_array_append (self->chain, command->data, (guint) command->size);
  if (command->cla & CLA_CHAINED)
    return SW_OK;

  sw = do_general_authenticate (self, command, self->chain->data, self->chain->len, out);
  g_byte_array_set_size (self->chain, 0);
  return sw;
}

static guint16
dispatch (GuVirtualCard *self, const Command *command, GByteArray *out)
{
  if ((command->cla & ~CLA_CHAINED) != 0)
    return SW_BAD_CLASS;
  if (command->ins != INS_GENERAL_AUTH)
    {
      self->fresh_pin = FALSE;
      g_byte_array_set_size (self->chain, 0);
    }
  if (command->ins == INS_SELECT)
    return do_select (self, command, out);
  if (!self->selected)
    return SW_NO_SUCH_INSTRUCTION;

  switch (command->ins)
    {
    case INS_GET_DATA:
      return do_get_data (self, command, out);
    case INS_VERIFY:
      return do_verify (self, command);
    case INS_GENERAL_AUTH:
      return do_chained (self, command, out);
    default:
      return SW_NO_SUCH_INSTRUCTION;
    }
}

/* Sends at most what was asked for, keeps the rest, and says in the status word how much that is.
 */
static void
send_pending (GuVirtualCard *self, gsize le, GByteArray *out)
{
  gsize n = MIN (self->pending->len, le ? le : 256);

  g_byte_array_append (out, self->pending->data, (guint) n);
  g_byte_array_remove_range (self->pending, 0, (guint) n);
  append_sw (out, self->pending->len > 0 ? 0x6100 | MIN (self->pending->len, 0xFF) : SW_OK);
}

static void
make_noise (GuVirtualCard *self, GByteArray *out)
{
  int n = g_rand_int_range (self->noise, 2, 64);

  while (n-- > 0)
    {
      guint8 byte = (guint8) g_rand_int_range (self->noise, 0, 256);

      g_byte_array_append (out, &byte, 1);
    }
}

GByteArray *
gu_virtual_card_transmit (GuVirtualCard *self, const guint8 *apdu, gsize size)
{
  GByteArray *out = g_byte_array_new ();
  Command command;
  guint16 sw;

  self->counters.apdus++;
  if (self->garbage)
    {
      make_noise (self, out);
      return out;
    }
  if (!parse (apdu, size, &command))
    {
      append_sw (out, SW_WRONG_LENGTH);
      return out;
    }
  if (self->kind == GU_VIRTUAL_KIND_UNKNOWN)
    {
      append_sw (out, command.ins == INS_SELECT ? SW_NOT_FOUND : SW_NO_SUCH_INSTRUCTION);
      return out;
    }
  if (self->sw != 0 && gu_virtual_card_classify (apdu, size) == self->sw_step)
    {
      append_sw (out, self->sw);
      return out;
    }

  if (command.ins == INS_GET_RESPONSE)
    {
      send_pending (self, command.le, out);
      return out;
    }
  g_byte_array_set_size (self->pending, 0);
  sw = dispatch (self, &command, self->pending);
  if (sw == SW_OK && self->pending->len > 0)
    send_pending (self, command.le, out);
  else
    append_sw (out, sw);
  return out;
}
