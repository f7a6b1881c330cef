/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-card-error.h"
#include "gu-token-service.h"

G_BEGIN_DECLS

/**
 * GuCardStatus:
 * @GU_CARD_STATUS_STARTING: not known yet, or the card is being read
 * @GU_CARD_STATUS_NO_SERVICE: pcscd does not answer
 * @GU_CARD_STATUS_NO_READER: no reader
 * @GU_CARD_STATUS_NO_CARD: no card in the reader
 * @GU_CARD_STATUS_UNKNOWN_CARD: a card that no module knows
 * @GU_CARD_STATUS_MUTE: a card that does not answer
 * @GU_CARD_STATUS_IN_USE: another program holds the card
 * @GU_CARD_STATUS_NO_CERTIFICATE: a known card with no certificate to sign with
 * @GU_CARD_STATUS_FAILED: the card could not be read (the sentence says why)
 * @GU_CARD_STATUS_READY: a card to sign with
 */
typedef enum
{
  GU_CARD_STATUS_STARTING,
  GU_CARD_STATUS_NO_SERVICE,
  GU_CARD_STATUS_NO_READER,
  GU_CARD_STATUS_NO_CARD,
  GU_CARD_STATUS_UNKNOWN_CARD,
  GU_CARD_STATUS_MUTE,
  GU_CARD_STATUS_IN_USE,
  GU_CARD_STATUS_NO_CERTIFICATE,
  GU_CARD_STATUS_FAILED,
  GU_CARD_STATUS_READY,
} GuCardStatus;

/**
 * gu_card_status_get_nick:
 * @status: a status
 *
 * Returns: (transfer none): its stable name, such as "no-reader".
 */
const char *gu_card_status_get_nick (GuCardStatus status);

/**
 * gu_card_status_get_sentence:
 * @status: a status
 *
 * Returns: (transfer none): what it means, translated.
 */
const char *gu_card_status_get_sentence (GuCardStatus status);

/**
 * gu_card_status_get_hint:
 * @status: a status
 *
 * Returns: (transfer none) (nullable): what to do about it, translated; %NULL when nothing.
 */
const char *gu_card_status_get_hint (GuCardStatus status);

#define GU_TYPE_READER_STATE (gu_reader_state_get_type ())

/* One reader, a copy of what was seen. */
typedef struct
{
  char *name;
  GuCardStatus status;
  const char *sentence; /* translated, static */
  const char *hint;     /* translated, static; NULL when there is nothing to do */
  guint event_count;    /* grows with each insertion and removal */
} GuReaderState;

GType gu_reader_state_get_type (void);
GuReaderState *gu_reader_state_copy (const GuReaderState *self);
void gu_reader_state_free (GuReaderState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuReaderState, gu_reader_state_free)

#define GU_TYPE_CARD_MONITOR (gu_card_monitor_get_type ())
G_DECLARE_FINAL_TYPE (GuCardMonitor, gu_card_monitor, GU, CARD_MONITOR, GObject)

/**
 * GuCardMonitor::changed:
 *
 * Something that the getters return has changed. Emitted in the main context that was the thread's
 * default when the monitor was made.
 */

/**
 * gu_card_monitor_new:
 *
 * Follows readers and cards live: hot plug, and pcscd that comes, dies and comes back.
 *
 * Returns: (transfer full): a monitor that does nothing until gu_card_monitor_start().
 */
GuCardMonitor *gu_card_monitor_new (void);

/**
 * gu_card_monitor_set_token_service:
 * @self: a monitor that has not been started
 * @service: (nullable): reads each card as soon as it is inserted
 *
 * With a service the monitor also knows unknown cards from cards that sign, and what is on them;
 * and the session is open before the clerk presses "sign". Without one, every card that answers
 * counts as %GU_CARD_STATUS_READY.
 */
void gu_card_monitor_set_token_service (GuCardMonitor *self, GuTokenService *service);

/**
 * gu_card_monitor_start:
 * @self: a monitor
 *
 * Starts watching; does nothing when it watches already. May follow gu_card_monitor_stop().
 *
 * Thread: that of the monitor's main context.
 */
void gu_card_monitor_start (GuCardMonitor *self);

/**
 * gu_card_monitor_stop:
 * @self: a monitor
 *
 * Stops watching and waits for the threads: milliseconds, or a tenth of a second when a card is
 * just being read. Dropping the last reference does the same.
 *
 * Thread: that of the monitor's main context.
 */
void gu_card_monitor_stop (GuCardMonitor *self);

/**
 * gu_card_monitor_get_readers:
 * @self: a monitor
 *
 * Thread: any.
 *
 * Returns: (transfer full) (element-type GuReaderState): the readers as last seen.
 */
GPtrArray *gu_card_monitor_get_readers (GuCardMonitor *self);

/**
 * gu_card_monitor_get_status:
 * @self: a monitor
 *
 * The state of the desk's card in one word: the best of all readers.
 *
 * Thread: any. Also the property "status", notified along with "changed".
 *
 * Returns: the status.
 */
GuCardStatus gu_card_monitor_get_status (GuCardMonitor *self);

/**
 * gu_card_monitor_dup_sentence:
 * @self: a monitor
 *
 * Thread: any.
 *
 * Returns: (transfer full): the status in words, translated.
 */
char *gu_card_monitor_dup_sentence (GuCardMonitor *self);

/**
 * gu_card_monitor_dup_hint:
 * @self: a monitor
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): what to do, translated.
 */
char *gu_card_monitor_dup_hint (GuCardMonitor *self);

/**
 * gu_card_monitor_get_certificates:
 * @self: a monitor
 *
 * What the token service read from the cards that are in now.
 *
 * Thread: any.
 *
 * Returns: (transfer full) (element-type GuTokenCertificate): may be empty.
 */
GPtrArray *gu_card_monitor_get_certificates (GuCardMonitor *self);

/**
 * gu_card_monitor_refresh:
 * @self: a monitor
 *
 * Reads the cards again, as after a wrong PIN (the tries left have changed). Does not block.
 *
 * Thread: any.
 */
void gu_card_monitor_refresh (GuCardMonitor *self);

G_END_DECLS
