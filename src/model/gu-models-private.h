/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Private to the model: reading parts of a whole, with the path of the part for the messages. */

#include "gu-document.h"
#include "gu-fields-private.h"
#include "gu-person.h"
#include "gu-property.h"

G_BEGIN_DECLS

GuPerson *gu_person_read (JsonObject *json, const char *path, GuFieldsMode mode, GError **error);
GuProperty *
gu_property_read (JsonObject *json, const char *path, GuFieldsMode mode, GError **error);
GuDocument *
gu_document_read (JsonObject *json, const char *path, GuFieldsMode mode, GError **error);

G_END_DECLS
