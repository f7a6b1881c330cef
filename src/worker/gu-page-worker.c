/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-worker"

#include "config.h"

#include "gu-page-methods.h"
#include "gu-worker-main.h"

/* Opens pictures from outside. */

/* A picture of 150 megapixels in full colour takes 600 MB, and as much again while it is turned
 * from one form to another. */
static const GuLockdownLimits limits = {
  .memory = G_GUINT64_CONSTANT (1400) << 20,
  .address_space = G_GUINT64_CONSTANT (3) << 30,
  .file_size = G_GUINT64_CONSTANT (1) << 30,
  .cpu_seconds = 1800,
};

int
main (void)
{
  g_autoptr (GuPageState) state = gu_page_state_new ();
  const GuWorkerMethod *const tables[] = { gu_page_methods, NULL };

  return gu_worker_main ("ghiseu-page-worker", &limits, tables, state);
}
