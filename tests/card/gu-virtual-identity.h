/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

/* What the certificate of the signing key looks like. */
typedef enum
{
  GU_VIRTUAL_CERTIFICATE_VALID,
  GU_VIRTUAL_CERTIFICATE_EXPIRED,
  GU_VIRTUAL_CERTIFICATE_NOT_YET,
  GU_VIRTUAL_CERTIFICATE_NONE,
  GU_VIRTUAL_CERTIFICATE_LOGIN_ONLY, /* for logging in, not for signing */
  GU_VIRTUAL_CERTIFICATE_OTHER_KEY,  /* belongs to another key: only verifying finds it out */
  GU_VIRTUAL_CERTIFICATE_CUT,        /* half of its bytes are missing */
} GuVirtualCertificate;

/* The invented person on the card: keys, the certificates over them, and who issued those. */
typedef struct
{
  EVP_PKEY *issuer_key;
  EVP_PKEY *login_key; /* slot 9A, always EC P-256 */
  EVP_PKEY *sign_key;  /* slot 9C */
  X509 *issuer;
  X509 *login;
  X509 *sign;
} GuVirtualIdentity;

/**
 * gu_virtual_identity_load:
 * @dir: folder of the card; its keys are read from there, or made and written there
 * @rsa: whether a new signing key is RSA-2048; else EC P-256
 * @error: return location
 *
 * Leaves issuer.pem and certificate.pem in @dir.
 *
 * Returns: (transfer full) (nullable): the identity.
 */
GuVirtualIdentity *gu_virtual_identity_load (const char *dir, gboolean rsa, GError **error);

void gu_virtual_identity_free (GuVirtualIdentity *self);

/**
 * gu_virtual_identity_make_certificate:
 * @self: an identity
 * @kind: which one; not %GU_VIRTUAL_CERTIFICATE_NONE
 *
 * Returns: (transfer full) (nullable): the bytes to put in slot 9C.
 */
GBytes *gu_virtual_identity_make_certificate (GuVirtualIdentity *self, GuVirtualCertificate kind);

/**
 * gu_virtual_identity_encode:
 * @certificate: a certificate
 *
 * Returns: (transfer full): its DER bytes.
 */
GBytes *gu_virtual_identity_encode (X509 *certificate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuVirtualIdentity, gu_virtual_identity_free)

G_END_DECLS
