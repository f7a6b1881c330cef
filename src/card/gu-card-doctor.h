/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-token-service.h"

G_BEGIN_DECLS

typedef enum
{
  GU_CARD_FINDING_OK,
  GU_CARD_FINDING_WARNING,
  GU_CARD_FINDING_PROBLEM,
} GuCardFindingStatus;

#define GU_TYPE_CARD_FINDING (gu_card_finding_get_type ())

/* One thing that was examined. */
typedef struct
{
  const char *check; /* stable name: service reader card module certificate pin */
  GuCardFindingStatus status;
  char *sentence; /* translated: what was found */
  char *hint;     /* translated, nullable: what to do */
  char *detail;   /* nullable: technical detail */
} GuCardFinding;

GType gu_card_finding_get_type (void);
GuCardFinding *gu_card_finding_copy (const GuCardFinding *self);
void gu_card_finding_free (GuCardFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuCardFinding, gu_card_finding_free)

/**
 * gu_card_finding_status_get_nick:
 * @status: a status
 *
 * Returns: (transfer none): "ok", "warning" or "problem".
 */
const char *gu_card_finding_status_get_nick (GuCardFindingStatus status);

/**
 * gu_card_doctor:
 * @service: (not nullable): the modules to examine
 * @cancellable: (nullable): ends the examination after the step that runs
 *
 * Examines the way to a signature from the bottom up: the card service, readers, cards, modules,
 * certificates, PIN tries. Asks for no PIN and spends no try. Ends at the first step that makes the
 * later ones pointless.
 *
 * Thread: any but the main one: blocks.
 *
 * Returns: (transfer full) (element-type GuCardFinding): at least one, in the order examined.
 */
GPtrArray *gu_card_doctor (GuTokenService *service, GCancellable *cancellable);

G_END_DECLS
