/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-base"

#include "config.h"

#include "gu-uuid.h"

#include <openssl/rand.h>

static GMutex last_lock;
static gint64 last_ms;
static guint16 last_counter;

/* The 12 bits after the version count within a millisecond, so that ids made in a burst sort in the
 * order in which they were made; a full counter borrows the next millisecond. */
static void
gu_uuid_next_stamp (gint64 *unix_ms, guint16 *counter)
{
  g_mutex_lock (&last_lock);
  if (*unix_ms > last_ms)
    {
      last_ms = *unix_ms;
      last_counter = 0;
    }
  else if (last_counter < 0x0fff)
    {
      last_counter++;
    }
  else
    {
      last_ms++;
      last_counter = 0;
    }
  *unix_ms = last_ms;
  *counter = last_counter;
  g_mutex_unlock (&last_lock);
}

char *
gu_uuid_new_v7 (gint64 unix_ms)
{
  guint8 b[16];
  guint16 counter;

  gu_uuid_next_stamp (&unix_ms, &counter);

  if (RAND_bytes (b, sizeof b) != 1)
    g_error ("The system has no source of random numbers");

  for (int i = 0; i < 6; i++)
    b[i] = (guint8) (unix_ms >> (40 - 8 * i));
  b[6] = (guint8) (0x70 | (counter >> 8));
  b[7] = (guint8) (counter & 0xff);
  b[8] = (guint8) (0x80 | (b[8] & 0x3f));

  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0],
                          b[1],
                          b[2],
                          b[3],
                          b[4],
                          b[5],
                          b[6],
                          b[7],
                          b[8],
                          b[9],
                          b[10],
                          b[11],
                          b[12],
                          b[13],
                          b[14],
                          b[15]);
}

gboolean
gu_uuid_is_valid (const char *text)
{
  return text != NULL && g_uuid_string_is_valid (text);
}
