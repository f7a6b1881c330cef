/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The thread that waits for PC/SC to tell of readers and cards. Used by GuCardMonitor alone. */
typedef struct _GuCardWatch GuCardWatch;

/* What PC/SC says of one reader. */
typedef struct
{
  char *name;
  gboolean present;
  gboolean mute;
  gboolean exclusive;
  guint insertion; /* changes with each insertion */
} GuCardSeen;

void gu_card_seen_free (GuCardSeen *seen);

/**
 * gu_card_watch_func:
 * @service: whether the card service answers
 * @readers: (transfer full) (element-type GuCardSeen): what is there
 * @user_data: as given
 *
 * Called in the watching thread, first with what is there, then at each change.
 */
typedef void (*GuCardWatchFunc) (gboolean service, GPtrArray *readers, gpointer user_data);

GuCardWatch *gu_card_watch_new (GuCardWatchFunc func, gpointer user_data);

/* Ends the thread and waits for it. */
void gu_card_watch_free (GuCardWatch *watch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuCardWatch, gu_card_watch_free)

G_END_DECLS
