/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gu-image-header.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define MAX_PAGES 1000u

/* Whatever a picture says about itself, the answer is an error or pages with a size. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) pages = gu_image_header_parse (
      gu_document_kind_sniff (data, size), data, size, MAX_PAGES, &error);

  g_assert_true ((pages != NULL) != (error != NULL));
  if (pages == NULL)
    return 0;

  g_assert_cmpuint (pages->len, >, 0);
  g_assert_cmpuint (pages->len, <=, MAX_PAGES);
  for (guint i = 0; i < pages->len; i++)
    {
      const GuImagePage *page = &g_array_index (pages, GuImagePage, i);
      double width, height;

      gu_image_page_get_size (page, &width, &height);
      g_assert_true (width > 0.0 && height > 0.0);
      g_assert_cmpuint (page->orientation, >=, 1);
      g_assert_cmpuint (page->orientation, <=, 8);
    }

  return 0;
}
