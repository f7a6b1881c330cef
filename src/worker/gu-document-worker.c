/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-worker"

#include "config.h"

#include "gu-document-methods.h"
#include "gu-pades-methods.h"
#include "gu-worker-main.h"

/* Opens PDF files from outside. */

static const GuLockdownLimits limits = {
  .memory = G_GUINT64_CONSTANT (512) << 20,
  .address_space = G_GUINT64_CONSTANT (3) << 30,
  .file_size = G_GUINT64_CONSTANT (1) << 30,
  .cpu_seconds = 1800,
};

int
main (void)
{
  g_autoptr (GuDocumentState) state = gu_document_state_new ();
  /* One table for each kind of work. */
  const GuWorkerMethod *const tables[] = { gu_document_methods, gu_pades_methods, NULL };

  return gu_worker_main ("ghiseu-document-worker", &limits, tables, state);
}
