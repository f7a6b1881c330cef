/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-token-worker"

#include "config.h"

#include "token-module.h"

#include "token-pcsc.h"

#include <p11-kit/p11-kit.h>
#include <string.h>

#define OBJECTS_MAX   64
#define TOKENS_MAX    32
#define ATTRIBUTE_MAX 65536
#define SIGNATURE_MAX 1024
#define TRIES_UNKNOWN (-1)

struct _TokenModule
{
  char *path;
  CK_FUNCTION_LIST *functions; /* NULL until loaded */
  GPtrArray *tokens;           /* owned Token */
};

static const TokenResult success = { CKR_OK, "" };

static void
token_object_free (gpointer data)
{
  TokenObject *self = data;

  g_bytes_unref (self->der);
  g_bytes_unref (self->key_id);
  g_free (self->id);
  g_free (self);
}

static void
token_free (gpointer data)
{
  Token *self = data;

  g_free (self->description);
  g_free (self->label);
  g_free (self->manufacturer);
  g_ptr_array_unref (self->objects);
  g_free (self);
}

TokenModule *
token_module_new (const char *path)
{
  TokenModule *self = g_new0 (TokenModule, 1);

  self->path = g_strdup (path);
  self->tokens = g_ptr_array_new_with_free_func (token_free);
  return self;
}

void
token_module_free (TokenModule *self)
{
  if (self->functions != NULL)
    {
      p11_kit_module_finalize (self->functions);
      p11_kit_module_release (self->functions);
    }
  g_ptr_array_unref (self->tokens);
  g_free (self->path);
  g_free (self);
}

TokenResult
token_module_load (TokenModule *self)
{
  CK_FUNCTION_LIST *functions;
  CK_RV rv;

  if (self->functions != NULL)
    return success;

  functions = p11_kit_module_load (self->path, 0);
  if (functions == NULL)
    return (TokenResult){ CKR_GENERAL_ERROR, "load" };
  rv = p11_kit_module_initialize (functions);
  if (rv != CKR_OK)
    {
      p11_kit_module_release (functions);
      return (TokenResult){ rv, "C_Initialize" };
    }
  self->functions = functions;
  return success;
}

/* Fields of PKCS#11 are padded with blanks, and not always UTF-8. */
static char *
field_to_string (const CK_UTF8CHAR *field, gsize size)
{
  gsize n = size;

  while (n > 0 && (field[n - 1] == ' ' || field[n - 1] == '\0'))
    n--;
  return g_utf8_make_valid ((const char *) field, (gssize) n);
}

char *
token_module_describe (TokenModule *self)
{
  CK_INFO info;
  g_autofree char *manufacturer = NULL;
  g_autofree char *description = NULL;

  if (self->functions->C_GetInfo (&info) != CKR_OK)
    return g_strdup ("");
  manufacturer = field_to_string (info.manufacturerID, sizeof info.manufacturerID);
  description = field_to_string (info.libraryDescription, sizeof info.libraryDescription);
  return g_strdup_printf ("%s, %s %u.%u",
                          manufacturer,
                          description,
                          info.libraryVersion.major,
                          info.libraryVersion.minor);
}

GPtrArray *
token_module_get_tokens (TokenModule *self)
{
  return self->tokens;
}

static GBytes *
get_attribute (TokenModule *self, Token *token, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type)
{
  CK_ATTRIBUTE attribute = { type, NULL, 0 };
  g_autofree guint8 *data = NULL;

  if (self->functions->C_GetAttributeValue (token->session, object, &attribute, 1) != CKR_OK
      || attribute.ulValueLen == 0 || attribute.ulValueLen > ATTRIBUTE_MAX)
    return NULL;
  data = g_malloc0 (attribute.ulValueLen);
  attribute.pValue = data;
  if (self->functions->C_GetAttributeValue (token->session, object, &attribute, 1) != CKR_OK
      || attribute.ulValueLen > ATTRIBUTE_MAX)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), attribute.ulValueLen);
}

/* Finds up to OBJECTS_MAX objects; -1 when the module refuses. */
static int
find_objects (TokenModule *self,
              Token *token,
              CK_OBJECT_CLASS klass,
              GBytes *key_id,
              CK_OBJECT_HANDLE *objects)
{
  gsize id_size = 0;
  gpointer id = key_id != NULL ? (gpointer) g_bytes_get_data (key_id, &id_size) : NULL;
  CK_ATTRIBUTE template[] = {
    { CKA_CLASS, &klass, sizeof klass },
    { CKA_ID, id, id_size },
  };
  CK_ULONG n = 0;
  CK_RV rv;

  if (self->functions->C_FindObjectsInit (token->session, template, key_id != NULL ? 2 : 1)
      != CKR_OK)
    return -1;
  rv = self->functions->C_FindObjects (token->session, objects, OBJECTS_MAX, &n);
  self->functions->C_FindObjectsFinal (token->session);
  return rv == CKR_OK ? (int) MIN (n, OBJECTS_MAX) : -1;
}

/* Private keys mostly hide until the PIN is shown; then the public key stands for it, and where a
 * token keeps none either, the certificate itself does. */
static gboolean
has_key (TokenModule *self, Token *token, GBytes *key_id)
{
  CK_OBJECT_HANDLE objects[OBJECTS_MAX];

  if (find_objects (self, token, CKO_PRIVATE_KEY, key_id, objects) > 0)
    return TRUE;
  return token->login_required;
}

static void
read_certificates (TokenModule *self, Token *token)
{
  CK_OBJECT_HANDLE objects[OBJECTS_MAX];
  int n = find_objects (self, token, CKO_CERTIFICATE, NULL, objects);

  g_ptr_array_set_size (token->objects, 0);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (GBytes) der = get_attribute (self, token, objects[i], CKA_VALUE);
      g_autoptr (GBytes) key_id = get_attribute (self, token, objects[i], CKA_ID);
      g_autoptr (GBytes)
          category = get_attribute (self, token, objects[i], CKA_CERTIFICATE_CATEGORY);
      CK_ULONG kind = 0;
      TokenObject *object;

      if (der == NULL)
        continue;
      if (category != NULL && g_bytes_get_size (category) == sizeof kind)
        memcpy (&kind, g_bytes_get_data (category, NULL), sizeof kind);

      object = g_new0 (TokenObject, 1);
      object->id = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
      object->der = g_steal_pointer (&der);
      object->authority = key_id == NULL || kind == 2; /* CK_CERTIFICATE_CATEGORY_AUTHORITY */
      object->key_present = key_id != NULL && has_key (self, token, key_id);
      object->key_id = key_id != NULL ? g_steal_pointer (&key_id) : g_bytes_new (NULL, 0);
      g_ptr_array_add (token->objects, object);
    }
}

static Token *
find_token (TokenModule *self, CK_SLOT_ID slot)
{
  for (guint i = 0; i < self->tokens->len; i++)
    {
      Token *token = g_ptr_array_index (self->tokens, i);

      if (token->slot == slot)
        return token;
    }
  return NULL;
}

/* How OpenSC names the PIV driver; such a card can be asked for the tries left. */
#define PIV_MANUFACTURER "piv_II"

/* What the flags tell of the tries left (PKCS#11 v2.40 §3.2). */
static int
tries_from_flags (CK_FLAGS flags)
{
  if (flags & CKF_USER_PIN_LOCKED)
    return 0;
  return flags & CKF_USER_PIN_FINAL_TRY ? 1 : TRIES_UNKNOWN;
}

static CK_RV
refresh_info (TokenModule *self, Token *token)
{
  CK_TOKEN_INFO info;
  CK_RV rv = self->functions->C_GetTokenInfo (token->slot, &info);

  if (rv != CKR_OK)
    return rv;
  g_free (token->label);
  g_free (token->manufacturer);
  token->label = field_to_string (info.label, sizeof info.label);
  token->manufacturer = field_to_string (info.manufacturerID, sizeof info.manufacturerID);
  token->pin_pad = (info.flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0;
  token->login_required = (info.flags & CKF_LOGIN_REQUIRED) != 0;
  token->tries = g_str_equal (token->manufacturer, PIV_MANUFACTURER)
                     ? token_pcsc_piv_tries (token->description)
                     : TRIES_UNKNOWN;
  if (token->tries == TRIES_UNKNOWN)
    token->tries = tries_from_flags (info.flags);
  return CKR_OK;
}

/* Makes sure of an open session; a card that was changed meanwhile has none any more. */
static TokenResult
open_token (TokenModule *self, Token *token)
{
  CK_SESSION_INFO session_info;
  CK_SLOT_INFO slot_info;
  CK_RV rv;

  rv = self->functions->C_GetSlotInfo (token->slot, &slot_info);
  if (rv != CKR_OK)
    return (TokenResult){ rv, "C_GetSlotInfo" };
  g_free (token->description);
  token->description = field_to_string (slot_info.slotDescription,
                                        sizeof slot_info.slotDescription);

  rv = refresh_info (self, token);
  if (rv != CKR_OK)
    return (TokenResult){ rv, "C_GetTokenInfo" };

  if (token->session != 0
      && self->functions->C_GetSessionInfo (token->session, &session_info) != CKR_OK)
    token->session = 0;
  if (token->session == 0)
    {
      rv = self->functions->C_OpenSession (
          token->slot, CKF_SERIAL_SESSION, NULL, NULL, &token->session);
      if (rv != CKR_OK)
        {
          token->session = 0;
          return (TokenResult){ rv, "C_OpenSession" };
        }
    }
  read_certificates (self, token);
  return success;
}

TokenResult
token_module_scan (TokenModule *self)
{
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (token_free);
  CK_SLOT_ID slots[TOKENS_MAX];
  CK_ULONG n = TOKENS_MAX;
  TokenResult result = token_module_load (self);
  TokenResult first = success;

  if (result.rv != CKR_OK)
    return result;
  result.rv = self->functions->C_GetSlotList (CK_TRUE, slots, &n);
  if (result.rv != CKR_OK)
    return (TokenResult){ result.rv, "C_GetSlotList" };

  for (CK_ULONG i = 0; i < MIN (n, TOKENS_MAX); i++)
    {
      Token *token = find_token (self, slots[i]);
      guint index = 0;

      if (token != NULL && g_ptr_array_find (self->tokens, token, &index))
        token = g_ptr_array_steal_index (self->tokens, index);
      else
        {
          token = g_new0 (Token, 1);
          token->slot = slots[i];
          token->objects = g_ptr_array_new_with_free_func (token_object_free);
        }
      result = open_token (self, token);
      if (result.rv == CKR_OK)
        g_ptr_array_add (seen, token);
      else
        {
          token_free (token);
          if (first.rv == CKR_OK)
            first = result;
        }
    }

  g_ptr_array_unref (self->tokens);
  self->tokens = g_steal_pointer (&seen);
  /* One token that fails is no reason to hide the others. */
  return self->tokens->len > 0 ? success : first;
}

static Token *
find_certificate (TokenModule *self, const char *id, TokenObject **certificate)
{
  for (guint i = 0; i < self->tokens->len; i++)
    {
      Token *token = g_ptr_array_index (self->tokens, i);

      for (guint k = 0; k < token->objects->len; k++)
        {
          *certificate = g_ptr_array_index (token->objects, k);
          if (g_str_equal ((*certificate)->id, id))
            return token;
        }
    }
  return NULL;
}

static gboolean
asks_each_time (TokenModule *self, Token *token, CK_OBJECT_HANDLE key)
{
  CK_BBOOL always = CK_FALSE;
  CK_ATTRIBUTE attribute = { CKA_ALWAYS_AUTHENTICATE, &always, sizeof always };

  return self->functions->C_GetAttributeValue (token->session, key, &attribute, 1) == CKR_OK
         && always != CK_FALSE;
}

static TokenResult
sign_block (TokenModule *self,
            Token *token,
            CK_OBJECT_HANDLE key,
            CK_MECHANISM_TYPE mechanism,
            gboolean always,
            const guint8 *pin,
            gsize pin_size,
            GBytes *block,
            GPtrArray *signatures)
{
  CK_FUNCTION_LIST *functions = self->functions;
  CK_MECHANISM how = { mechanism, NULL, 0 };
  guint8 signature[SIGNATURE_MAX];
  CK_ULONG size = sizeof signature;
  CK_RV rv;

  rv = functions->C_SignInit (token->session, &how, key);
  if (rv != CKR_OK)
    return (TokenResult){ rv, "C_SignInit" };
  if (always)
    {
      rv = functions->C_Login (
          token->session, CKU_CONTEXT_SPECIFIC, (CK_UTF8CHAR_PTR) pin, pin_size);
      if (rv != CKR_OK)
        return (TokenResult){ rv, "C_Login" };
    }
  rv = functions->C_Sign (token->session,
                          (CK_BYTE_PTR) g_bytes_get_data (block, NULL),
                          g_bytes_get_size (block),
                          signature,
                          &size);
  if (rv != CKR_OK)
    return (TokenResult){ rv, "C_Sign" };
  if (size > sizeof signature)
    return (TokenResult){ CKR_DEVICE_ERROR, "C_Sign" };
  g_ptr_array_add (signatures, g_bytes_new (signature, size));
  return success;
}

static TokenResult
sign_all (TokenModule *self,
          Token *token,
          TokenObject *certificate,
          CK_MECHANISM_TYPE mechanism,
          const guint8 *pin,
          gsize pin_size,
          GPtrArray *blocks,
          GPtrArray *signatures,
          gboolean *always_authenticate)
{
  CK_OBJECT_HANDLE keys[OBJECTS_MAX];
  TokenResult result = success;

  if (token->login_required)
    {
      CK_RV rv = self->functions->C_Login (
          token->session, CKU_USER, (CK_UTF8CHAR_PTR) pin, pin_size);

      if (rv != CKR_OK && rv != CKR_USER_ALREADY_LOGGED_IN)
        return (TokenResult){ rv, "C_Login" };
    }
  if (find_objects (self, token, CKO_PRIVATE_KEY, certificate->key_id, keys) < 1)
    return (TokenResult){ CKR_KEY_HANDLE_INVALID, "C_FindObjects" };

  *always_authenticate = asks_each_time (self, token, keys[0]);
  for (guint i = 0; i < blocks->len && result.rv == CKR_OK; i++)
    result = sign_block (self,
                         token,
                         keys[0],
                         mechanism,
                         *always_authenticate,
                         pin,
                         pin_size,
                         g_ptr_array_index (blocks, i),
                         signatures);
  return result;
}

TokenResult
token_module_sign (TokenModule *self,
                   const char *certificate_id,
                   CK_MECHANISM_TYPE mechanism,
                   const guint8 *pin,
                   gsize pin_size,
                   GPtrArray *blocks,
                   GPtrArray *signatures,
                   gboolean *always_authenticate,
                   int *tries)
{
  TokenObject *certificate = NULL;
  Token *token = NULL;
  TokenResult result;

  *tries = TRIES_UNKNOWN;
  *always_authenticate = FALSE;
  if (self->functions != NULL)
    token = find_certificate (self, certificate_id, &certificate);
  if (token == NULL || token->session == 0)
    return (TokenResult){ CKR_TOKEN_NOT_PRESENT, "find" };

  result = sign_all (
      self, token, certificate, mechanism, pin, pin_size, blocks, signatures, always_authenticate);
  if (result.rv == CKR_OK)
    self->functions->C_Logout (token->session);
  else
    g_ptr_array_set_size (signatures, 0);
  token_pcsc_reset (token->description);

  /* Only a refused PIN leaves a card to ask; after other failures a question to the module may
   * never return, and the desk ends this process. */
  if (result.rv == CKR_PIN_INCORRECT || result.rv == CKR_PIN_LOCKED)
    {
      /* A signature that was begun stays pending in the session: it must not meet the next one. */
      self->functions->C_CloseSession (token->session);
      token->session = 0;
      if (open_token (self, token).rv == CKR_OK)
        *tries = token->tries;
    }
  return result;
}
