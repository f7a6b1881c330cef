/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-intake.h"

G_BEGIN_DECLS

#define GU_TYPE_PROPERTY_FORM (gu_property_form_get_type ())
G_DECLARE_FINAL_TYPE (GuPropertyForm, gu_property_form, GU, PROPERTY_FORM, GtkWidget)

/**
 * gu_property_form_bind:
 * @self: the form
 * @intake: (nullable): the draft
 * @property: (nullable): the property that the request is about
 */
void gu_property_form_bind (GuPropertyForm *self, GuIntake *intake, GuProperty *property);

G_END_DECLS
