/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <p11-kit/pkcs11.h>

G_BEGIN_DECLS

/* One PKCS#11 module and the tokens seen through it. One thread. */
typedef struct _TokenModule TokenModule;

/* How a call ended: a CKR_* code and the function that gave it. */
typedef struct
{
  CK_RV rv;
  const char *function;
} TokenResult;

typedef struct
{
  GBytes *der;
  GBytes *key_id; /* CKA_ID */
  char *id;       /* SHA-256 of der, hexadecimal */
  gboolean authority;
  gboolean key_present;
} TokenObject;

typedef struct
{
  CK_SLOT_ID slot;
  CK_SESSION_HANDLE session; /* 0: none */
  char *description;
  char *label;
  char *manufacturer;
  gboolean pin_pad;
  gboolean login_required;
  int tries;
  GPtrArray *objects; /* owned TokenObject */
} Token;

/* Loads nothing yet. */
TokenModule *token_module_new (const char *path);

/* Ends the module; cards are left reset. */
void token_module_free (TokenModule *self);

/* Loads and initialises the module, once. */
TokenResult token_module_load (TokenModule *self);

/* What the module says it is; after a successful load. */
char *token_module_describe (TokenModule *self);

/* Looks at every slot with a token; keeps the sessions open. */
TokenResult token_module_scan (TokenModule *self);

/* (element-type Token): as of the last scan. */
GPtrArray *token_module_get_tokens (TokenModule *self);

/* Shows the PIN (NULL: typed on the reader) and signs each block. Nothing is tried twice. */
TokenResult token_module_sign (TokenModule *self,
                               const char *certificate_id,
                               CK_MECHANISM_TYPE mechanism,
                               const guint8 *pin,
                               gsize pin_size,
                               GPtrArray *blocks,
                               GPtrArray *signatures,
                               gboolean *always_authenticate,
                               int *tries);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TokenModule, token_module_free)

G_END_DECLS
