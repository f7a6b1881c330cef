/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  GU_BANNER_INFO,
  GU_BANNER_WARNING,
  GU_BANNER_ERROR,
} GuBannerKind;

#define GU_TYPE_BANNER (gu_banner_get_type ())
G_DECLARE_FINAL_TYPE (GuBanner, gu_banner, GU, BANNER, GtkWidget)

/**
 * gu_banner_show:
 * @self: a banner
 * @kind: how serious it is
 * @title: (not nullable): translated sentence that says what happened
 * @hint: (nullable): translated sentence that says what to do next
 * @button: (nullable): label of the button that does it, with mnemonic
 *
 * Shows a message inside the page, above its content; it stays until it is closed, answered or
 * replaced. Emits #GuBanner::button-clicked when the button is pressed.
 */
void gu_banner_show (GuBanner *self,
                     GuBannerKind kind,
                     const char *title,
                     const char *hint,
                     const char *button);

/**
 * gu_banner_show_error:
 * @self: a banner
 * @error: (not nullable): what went wrong; its hint is shown below the sentence
 */
void gu_banner_show_error (GuBanner *self, const GError *error);

/**
 * gu_banner_hide:
 * @self: a banner
 */
void gu_banner_hide (GuBanner *self);

/**
 * gu_banner_get_revealed:
 * @self: a banner
 *
 * Returns: whether a message is shown.
 */
gboolean gu_banner_get_revealed (GuBanner *self);

/**
 * gu_banner_get_title:
 * @self: a banner
 *
 * Returns: (transfer none): the sentence shown last.
 */
const char *gu_banner_get_title (GuBanner *self);

G_END_DECLS
