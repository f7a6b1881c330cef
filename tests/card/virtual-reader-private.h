/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virtual-reader.h"

#include "gu-virtual-card.h"
#include "reader-protocol.h"

G_BEGIN_DECLS

typedef struct
{
  GuVirtualReader *reader; /* borrowed */
  int fd;
  guint source;
  gboolean control;
  gboolean subscribed;
  GByteArray *in;
} Client;

/* An operation whose answer is not out yet. */
typedef struct
{
  Client *client; /* borrowed; NULL: nothing waits */
  guint8 operation;
  GByteArray *payload;
  guint timer;
} Waiting;

struct _GuVirtualReader
{
  GuVirtualIdentity *identity; /* owned */
  GuVirtualCard *card;         /* owned */
  char *reader_path;
  char *control_path;
  int listeners[2];
  guint sources[2];
  GPtrArray *clients; /* owned Client */

  gboolean present;
  guint32 insertions; /* the number of the last insertion, never 0 once there was one */
  Waiting waiting;
  guint typed_timer;
  char *typed; /* what the person types on the pin pad next; "" cancels */
  gboolean pin_pad;

  /* faults of the slot */
  guint slow_ms;
  gboolean hang_armed;
  GuVirtualStep hang_step;
  guint remove_in; /* how many steps of that kind from now; 0: never */
  gboolean remove_after;
  GuVirtualStep remove_step;
};

/* Pulls the card out; what waits for an answer hears that there is no card. */
void gu_virtual_reader_remove (GuVirtualReader *self);
void gu_virtual_reader_insert (GuVirtualReader *self);

/* Lets the operation that waits, if any, try again. */
void gu_virtual_reader_run_waiting (GuVirtualReader *self);

/* Gives what was typed on the pin pad to the operation that waits for it. */
void gu_virtual_reader_answer_typed (GuVirtualReader *self);

G_END_DECLS
