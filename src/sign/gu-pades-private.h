/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-pades.h"

G_BEGIN_DECLS

/* Room for a signature never needs more: a chain of many large certificates stays far below. */
#define GU_PADES_MAX_CONTENTS (1024 * 1024)

/*
 * The text that stands just before the gap of a prepared document, always of the same length:
 * the ByteRange [0 first_end second_start second_length] and the key of the gap. Shared so that
 * the process that signs can check what the worker prepared without parsing it.
 */
char *gu_pades_format_byte_range (guint64 first_end, guint64 second_start, guint64 second_length);

/* gu_certificate_check() as an error: GU_SIGN_ERROR_CERTIFICATE_UNUSABLE. */
gboolean gu_pades_check_certificate (GBytes *certificate, gint64 at_ms, GError **error);

/* Bytes to reserve for these certificates; 0 with GU_SIGN_ERROR_NO_ROOM when it is beyond reason.
 */
gsize gu_pades_contents_size (GBytes *certificate, GPtrArray *chain, GError **error);

G_END_DECLS
