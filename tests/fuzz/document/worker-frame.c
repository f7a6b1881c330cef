/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gu-worker-frame.h"
#include "gu-worker-process.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What a worker sends: a header, then a body of the kind that the header names. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) body = NULL;
  g_autoptr (GError) error = NULL;
  GuFrameHeader header;

  if (size < GU_FRAME_HEADER_SIZE
      || !gu_frame_parse_header (data, GU_FRAME_HEADER_SIZE, &header, &error))
    return 0;

  g_assert_cmpuint (header.size, <=, GU_WORKER_MESSAGE_MAX);
  g_assert_cmpuint (header.n_fds, <=, GU_WORKER_FDS_MAX);
  bytes = g_bytes_new (data + GU_FRAME_HEADER_SIZE, size - GU_FRAME_HEADER_SIZE);
  body = gu_frame_parse_body (header.kind, bytes, &error);
  if (body == NULL)
    return 0;

  if (header.kind == GU_FRAME_ERROR)
    {
      g_autoptr (GError) travelled = gu_frame_error_from_body (body);

      g_assert_true (g_utf8_validate (travelled->message, -1, NULL));
    }
  else
    {
      g_autofree char *text = g_variant_print (body, TRUE);

      g_assert_nonnull (text);
    }

  return 0;
}
