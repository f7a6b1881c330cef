/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-sign"

#include "config.h"

#include "gu-certificate-chain-private.h"

#include "gu-certificate-private.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE, X509_STORE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE_CTX, X509_STORE_CTX_free)

static X509_STORE *
make_store (GPtrArray *trust_der)
{
  g_autoptr (X509_STORE) store = X509_STORE_new ();

  for (guint i = 0; store != NULL && i < trust_der->len; i++)
    {
      g_autoptr (X509) certificate = gu_certificate_parse (trust_der->pdata[i], NULL);

      /* An anchor that cannot be read trusts nobody. */
      if (certificate != NULL)
        X509_STORE_add_cert (store, certificate);
    }
  ERR_clear_error ();

  return g_steal_pointer (&store);
}

static GuChainResult
result_of_error (int code)
{
  /* Few of OpenSSL's many codes have a subindication of their own. */
  if (code == X509_V_OK)
    return GU_CHAIN_TRUSTED;
  if (code == X509_V_ERR_CERT_HAS_EXPIRED || code == X509_V_ERR_CERT_NOT_YET_VALID)
    return GU_CHAIN_OUT_OF_BOUNDS;
  if (code == X509_V_ERR_CERT_SIGNATURE_FAILURE
      || code == X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY)
    return GU_CHAIN_BROKEN;
  if (code == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT
      || code == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY
      || code == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN
      || code == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
      || code == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE || code == X509_V_ERR_CERT_UNTRUSTED)
    return GU_CHAIN_NOT_FOUND;

  return GU_CHAIN_CONSTRAINTS;
}

GuChainResult
gu_certificate_chain_check (X509 *certificate,
                            STACK_OF (X509) * untrusted,
                            GPtrArray *trust_der,
                            gint64 at_ms,
                            int security_level,
                            char **detail)
{
  g_autoptr (X509_STORE) store = make_store (trust_der);
  g_autoptr (X509_STORE_CTX) context = X509_STORE_CTX_new ();
  X509_VERIFY_PARAM *parameters;
  int code;

  if (store == NULL || context == NULL
      || X509_STORE_CTX_init (context, store, certificate, untrusted) != 1)
    {
      *detail = gu_sign_openssl_detail ();
      return GU_CHAIN_NOT_FOUND;
    }

  parameters = X509_STORE_CTX_get0_param (context);
  X509_VERIFY_PARAM_set_time (parameters, (time_t) (at_ms / 1000));
  /* A trust list names issuing authorities, which need not be self-signed. */
  X509_VERIFY_PARAM_set_flags (parameters, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_POLICY_CHECK);
  /* RFC 5280 starts from any policy; OpenSSL starts from none unless it is told. */
  X509_VERIFY_PARAM_add0_policy (parameters, OBJ_nid2obj (NID_any_policy));
  X509_VERIFY_PARAM_set_auth_level (parameters, security_level);
  X509_VERIFY_PARAM_set_depth (parameters, 16);

  code = X509_V_OK;
  if (X509_verify_cert (context) != 1)
    {
      code = X509_STORE_CTX_get_error (context);
      /* It may fail before it sets a code: never take that for success. */
      if (code == X509_V_OK)
        code = X509_V_ERR_UNSPECIFIED;
    }
  *detail = code != X509_V_OK
                ? g_strdup_printf ("X509_V %d: %s", code, X509_verify_cert_error_string (code))
                : NULL;
  ERR_clear_error ();

  return result_of_error (code);
}
