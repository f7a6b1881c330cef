/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

/* 112 bits: no SHA-1 signatures and no RSA keys below 2048 bits in the chain (ETSI TS 119 312). */
#define GU_CHAIN_SECURITY_LEVEL 2

typedef enum
{
  GU_CHAIN_TRUSTED,
  GU_CHAIN_NOT_FOUND,     /* no way to a trusted certificate */
  GU_CHAIN_OUT_OF_BOUNDS, /* outside the validity of a certificate at that time */
  GU_CHAIN_BROKEN,        /* a signature in the chain is wrong */
  GU_CHAIN_CONSTRAINTS, /* a rule of the chain is not kept (CA flag, path length, names, policy) */
} GuChainResult;

/*
 * Builds and checks the chain of a certificate after RFC 5280 at a time (milliseconds since 1970
 * UTC), without revocation. @security_level is OpenSSL's: %GU_CHAIN_SECURITY_LEVEL, or 0 for old
 * test data. @detail: (out) (transfer full): OpenSSL's words, for the details.
 */
GuChainResult gu_certificate_chain_check (X509 *certificate,
                                          STACK_OF (X509) * untrusted,
                                          GPtrArray *trust_der,
                                          gint64 at_ms,
                                          int security_level,
                                          char **detail);

G_END_DECLS
