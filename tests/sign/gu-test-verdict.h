/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-pades.h"
#include "gu-test-signer.h"

G_BEGIN_DECLS

/* Signs with fixed texts at GU_TEST_NOW_MS; must succeed. */
GBytes *gu_test_sign (GBytes *pdf, GuTestSigner *signer);

/* Judges with the signer's authority as trusted (none when @trusted is NULL); must be readable. */
JsonNode *gu_test_verify_at (GBytes *pdf, GuTestSigner *trusted, gint64 at_ms);
JsonNode *gu_test_verify (GBytes *pdf, GuTestSigner *trusted);

/* Members of the verdict number @index. */
JsonObject *gu_test_nth (JsonNode *node, guint index);
gboolean gu_test_is_whole (JsonNode *node, guint index);
const char *gu_test_member (JsonNode *node, guint index, const char *name);
guint gu_test_n_changes (JsonNode *node, guint index);
void gu_test_assert_verdict (JsonNode *node,
                             guint index,
                             const char *verdict,
                             const char *subindication);

G_END_DECLS
