/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-intake.h"

G_BEGIN_DECLS

#define GU_TYPE_PERSON_FORM (gu_person_form_get_type ())
G_DECLARE_FINAL_TYPE (GuPersonForm, gu_person_form, GU, PERSON_FORM, GtkWidget)

/**
 * gu_person_form_bind:
 * @self: the form
 * @intake: (nullable): the draft
 * @person: (nullable): whose data are typed
 * @prefix: "applicant" or "representative"
 */
void
gu_person_form_bind (GuPersonForm *self, GuIntake *intake, GuPerson *person, const char *prefix);

G_END_DECLS
