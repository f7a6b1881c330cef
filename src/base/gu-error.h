/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One name for each code of a domain: stable, used by scripts ("wrong-pin"). */
typedef struct
{
  int code;
  const char *nick;
} GuErrorNick;

/**
 * gu_error_domain_register:
 * @name: (not nullable): a static, unique name such as "gu-store-error"
 * @nicks: (array length=n_nicks): static names of the codes
 * @n_nicks: how many
 *
 * Registers an error domain whose errors carry, besides the sentence, a hint (what to do next)
 * and a technical detail (folded away in the window, never shown first). Call it once, from
 * g_once, through %GU_DEFINE_ERROR_DOMAIN.
 *
 * Thread: any.
 *
 * Returns: the quark of the domain.
 */
GQuark gu_error_domain_register (const char *name, const GuErrorNick *nicks, gsize n_nicks);

/**
 * gu_error_domain_is_registered:
 * @domain: the quark of any domain
 *
 * Thread: any.
 *
 * Returns: whether its errors carry a hint and a detail.
 */
gboolean gu_error_domain_is_registered (GQuark domain);

/**
 * gu_error_set:
 * @error: (out) (optional) (nullable): where to put the error
 * @domain: a domain made by gu_error_domain_register()
 * @code: one of its codes
 * @hint: (nullable): translated sentence that says what to do next
 * @detail: (nullable): untranslated technical detail, such as "SCARD_E_NO_SERVICE (0x8010001D)"
 * @format: translated sentence that says what happened, printf style
 *
 * Thread: any.
 */
void gu_error_set (GError **error,
                   GQuark domain,
                   int code,
                   const char *hint,
                   const char *detail,
                   const char *format,
                   ...) G_GNUC_PRINTF (6, 7);

/**
 * gu_error_get_hint:
 * @error: (not nullable): any error
 *
 * Returns: (transfer none) (nullable): what to do next, or %NULL when the error carries none.
 */
const char *gu_error_get_hint (const GError *error);

/**
 * gu_error_get_detail:
 * @error: (not nullable): any error
 *
 * Returns: (transfer none) (nullable): the technical detail.
 */
const char *gu_error_get_detail (const GError *error);

/**
 * gu_error_get_nick:
 * @error: (not nullable): any error
 *
 * Returns: (transfer none): the stable name of the code; "failed" when it has none.
 */
const char *gu_error_get_nick (const GError *error);

/**
 * gu_error_get_domain_nick:
 * @error: (not nullable): any error
 *
 * Returns: (transfer none): the name of the domain without "gu-" and "-error" ("store", "card");
 *   for foreign domains the quark's own string.
 */
const char *gu_error_get_domain_nick (const GError *error);

/* Defines `GQuark <prefix>_quark (void)` for the table @nicks. */
#define GU_DEFINE_ERROR_DOMAIN(prefix, name, nicks)                                                \
  GQuark prefix##_quark (void)                                                                     \
  {                                                                                                \
    static gsize once = 0;                                                                         \
    static GQuark quark = 0;                                                                       \
    if (g_once_init_enter (&once))                                                                 \
      {                                                                                            \
        quark = gu_error_domain_register (name, nicks, G_N_ELEMENTS (nicks));                      \
        g_once_init_leave (&once, 1);                                                              \
      }                                                                                            \
    return quark;                                                                                  \
  }

G_END_DECLS
