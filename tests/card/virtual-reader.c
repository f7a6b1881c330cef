/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-virtual-card"

/* The reader around the virtual card: presence, power, the sockets, and every fault that is a
 * matter of time or of the slot rather than of the card's own answers. */

#include "config.h"

#include "virtual-reader-private.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* PC/SC part 10, and how pcsc-lite numbers control codes. */
#define CONTROL_FEATURES   0x42000D48
#define CONTROL_VERIFY_PIN 0x42330006
#define FEATURE_VERIFY_PIN 0x06
#define PIN_PAD_TIMEOUT_MS 30000
#define PIN_BLOCK_HEAD     19 /* bytes before the command in PIN_VERIFY_STRUCTURE */

static void
send_answer (Client *client, GuReaderAnswer answer, const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) out = g_byte_array_sized_new (GU_READER_HEAD + (guint) size);
  guint8 head[GU_READER_HEAD] = {
    answer, size >> 24, (size >> 16) & 0xFF, (size >> 8) & 0xFF, size & 0xFF
  };
  gsize at = 0;

  g_byte_array_append (out, head, sizeof head);
  if (size > 0)
    g_byte_array_append (out, data, (guint) size);
  while (at < out->len)
    {
      ssize_t n = send (client->fd, out->data + at, out->len - at, MSG_NOSIGNAL);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return; /* its end is noticed by the reading side */
      at += (gsize) n;
    }
}

static void
send_presence (Client *client)
{
  GuVirtualReader *self = client->reader;
  guint32 number = GUINT32_TO_BE (self->present ? self->insertions : 0);

  send_answer (client, GU_READER_OK, (const guint8 *) &number, sizeof number);
}

static void
finish_waiting (GuVirtualReader *self, GuReaderAnswer answer, const guint8 *data, gsize size)
{
  Waiting waiting = self->waiting;

  if (waiting.client == NULL)
    return;
  g_clear_handle_id (&self->waiting.timer, g_source_remove);
  self->waiting = (Waiting){ 0 };
  send_answer (waiting.client, answer, data, size);
  g_byte_array_unref (waiting.payload);
}

static void
presence_changed (GuVirtualReader *self)
{
  gu_virtual_card_power_down (self->card);
  finish_waiting (self, GU_READER_NO_CARD, NULL, 0);
  for (guint i = 0; i < self->clients->len; i++)
    {
      Client *client = g_ptr_array_index (self->clients, i);

      if (client->subscribed)
        send_presence (client);
    }
}

void
gu_virtual_reader_remove (GuVirtualReader *self)
{
  if (!self->present)
    return;
  self->present = FALSE;
  presence_changed (self);
}

void
gu_virtual_reader_insert (GuVirtualReader *self)
{
  if (self->present)
    return;
  self->present = TRUE;
  self->insertions++;
  presence_changed (self);
}

static void
answer_power (GuVirtualReader *self, Client *client)
{
  const guint8 *atr;
  gsize size;

  if (!self->present)
    {
      send_answer (client, GU_READER_NO_CARD, NULL, 0);
      return;
    }
  atr = gu_virtual_card_power_up (self->card, &size);
  send_answer (client, atr != NULL ? GU_READER_OK : GU_READER_NO_ANSWER, atr, size);
}

static void
answer_transmit (GuVirtualReader *self)
{
  g_autoptr (GByteArray) answer = NULL;
  const GByteArray *command = self->waiting.payload;
  gboolean leave = FALSE;

  if (!self->present || !self->card->powered)
    {
      finish_waiting (self, GU_READER_NO_CARD, NULL, 0);
      return;
    }
  if (self->remove_in > 0
      && gu_virtual_card_classify (command->data, command->len) == self->remove_step)
    leave = --self->remove_in == 0;
  if (leave && !self->remove_after)
    {
      gu_virtual_reader_remove (self);
      return;
    }

  answer = gu_virtual_card_transmit (self->card, command->data, command->len);
  finish_waiting (self, GU_READER_OK, answer->data, answer->len);
  if (leave)
    gu_virtual_reader_remove (self);
}

/* The PIN block of PC/SC part 10: fills the typed digits into the command and sends that. */
void
gu_virtual_reader_answer_typed (GuVirtualReader *self)
{
  const GByteArray *request = self->waiting.payload;
  g_autoptr (GByteArray) answer = NULL;
  guint8 command[13] = { 0x00, 0x20, 0x00, 0x80, 0x08, 0xFF, 0xFF,
                         0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
  static const guint8 cancelled[] = { 0x64, 0x01 };

  if (self->typed[0] == '\0')
    {
      g_clear_pointer (&self->typed, g_free);
      finish_waiting (self, GU_READER_OK, cancelled, sizeof cancelled);
      return;
    }
  if (request->len >= 4 + PIN_BLOCK_HEAD + 4)
    memcpy (command, request->data + 4 + PIN_BLOCK_HEAD, 4);
  memcpy (command + 5, self->typed, MIN (strlen (self->typed), 8));
  g_clear_pointer (&self->typed, g_free);

  answer = gu_virtual_card_transmit (self->card, command, sizeof command);
  finish_waiting (self, GU_READER_OK, answer->data, answer->len);
}

static gboolean
on_pin_pad_timeout (gpointer user_data)
{
  GuVirtualReader *self = user_data;
  static const guint8 timed_out[] = { 0x64, 0x00 };

  self->waiting.timer = 0;
  finish_waiting (self, GU_READER_OK, timed_out, sizeof timed_out);
  return G_SOURCE_REMOVE;
}

static void
answer_control (GuVirtualReader *self)
{
  const GByteArray *request = self->waiting.payload;
  guint32 code = 0;

  if (request->len >= sizeof code)
    {
      memcpy (&code, request->data, sizeof code);
      code = GUINT32_FROM_BE (code);
    }

  if (code == CONTROL_FEATURES && self->pin_pad)
    {
      static const guint8 features[] = { FEATURE_VERIFY_PIN, 4, 0x42, 0x33, 0x00, 0x06 };

      finish_waiting (self, GU_READER_OK, features, sizeof features);
    }
  else if (code == CONTROL_FEATURES)
    finish_waiting (self, GU_READER_OK, NULL, 0);
  else if (code != CONTROL_VERIFY_PIN || !self->pin_pad)
    finish_waiting (self, GU_READER_UNSUPPORTED, NULL, 0);
  else if (!self->present || !self->card->powered)
    finish_waiting (self, GU_READER_NO_CARD, NULL, 0);
  else if (self->typed != NULL)
    gu_virtual_reader_answer_typed (self);
  else
    self->waiting.timer = g_timeout_add (PIN_PAD_TIMEOUT_MS, on_pin_pad_timeout, self);
}

static gboolean
on_slow_answer (gpointer user_data)
{
  GuVirtualReader *self = user_data;

  self->waiting.timer = 0;
  answer_transmit (self);
  return G_SOURCE_REMOVE;
}

void
gu_virtual_reader_run_waiting (GuVirtualReader *self)
{
  const GByteArray *payload = self->waiting.payload;

  if (self->waiting.client == NULL)
    return;
  if (self->waiting.operation == GU_READER_CONTROL)
    answer_control (self);
  else if (self->hang_armed
           && gu_virtual_card_classify (payload->data, payload->len) == self->hang_step)
    return; /* until the card is pulled or healed */
  else if (self->slow_ms > 0)
    self->waiting.timer = g_timeout_add (self->slow_ms, on_slow_answer, self);
  else
    answer_transmit (self);
}

static void
handle_operation (Client *client, guint8 operation, const guint8 *payload, gsize size)
{
  GuVirtualReader *self = client->reader;

  switch (operation)
    {
    case GU_READER_PRESENCE:
      send_presence (client);
      break;
    case GU_READER_SUBSCRIBE:
      client->subscribed = TRUE;
      send_presence (client);
      break;
    case GU_READER_POWER_UP:
    case GU_READER_RESET:
      answer_power (self, client);
      break;
    case GU_READER_POWER_DOWN:
      gu_virtual_card_power_down (self->card);
      send_answer (client, GU_READER_OK, NULL, 0);
      break;
    case GU_READER_TRANSMIT:
    case GU_READER_CONTROL:
      finish_waiting (self, GU_READER_NO_ANSWER, NULL, 0);
      self->waiting.client = client;
      self->waiting.operation = operation;
      self->waiting.payload = g_byte_array_sized_new ((guint) size + 1);
      g_byte_array_append (self->waiting.payload, payload, (guint) size);
      gu_virtual_reader_run_waiting (self);
      break;
    default:
      send_answer (client, GU_READER_UNSUPPORTED, NULL, 0);
      break;
    }
}

/* --- sockets --- */

static void
client_free (Client *client)
{
  g_clear_handle_id (&client->source, g_source_remove);
  g_byte_array_unref (client->in);
  close (client->fd);
  g_free (client);
}

static void
drop_client (Client *client)
{
  GuVirtualReader *self = client->reader;

  if (self->waiting.client == client)
    {
      g_clear_handle_id (&self->waiting.timer, g_source_remove);
      g_clear_pointer (&self->waiting.payload, g_byte_array_unref);
      self->waiting.client = NULL;
    }
  client->source = 0;
  g_ptr_array_remove (self->clients, client);
}

/* Returns FALSE when the client talks nonsense. */
static gboolean
eat_operations (Client *client)
{
  while (client->in->len >= GU_READER_HEAD)
    {
      const guint8 *head = client->in->data;
      gsize size = (gsize) head[1] << 24 | (gsize) head[2] << 16 | (gsize) head[3] << 8 | head[4];

      if (size > GU_READER_MAX)
        return FALSE;
      if (client->in->len < GU_READER_HEAD + size)
        return TRUE;
      handle_operation (client, head[0], head + GU_READER_HEAD, size);
      g_byte_array_remove_range (client->in, 0, (guint) (GU_READER_HEAD + size));
    }
  return TRUE;
}

static gboolean
eat_lines (Client *client)
{
  const guint8 *end;

  while ((end = memchr (client->in->data, '\n', client->in->len)) != NULL)
    {
      gsize size = (gsize) (end - client->in->data);
      g_autofree char *line = g_strndup ((const char *) client->in->data, size);
      g_autofree char *answer = gu_virtual_reader_command (client->reader, line);

      g_byte_array_remove_range (client->in, 0, (guint) size + 1);
      if (send (client->fd, answer, strlen (answer), MSG_NOSIGNAL) < 0)
        return FALSE;
      if (client->in->len == 0)
        break;
    }
  return client->in->len < 4096;
}

static gboolean
on_client (int fd, GIOCondition condition, gpointer user_data)
{
  Client *client = user_data;
  guint8 buffer[8192];
  ssize_t n = recv (fd, buffer, sizeof buffer, 0);

  if (n < 0 && errno == EINTR)
    return G_SOURCE_CONTINUE;
  if (n > 0)
    {
      g_byte_array_append (client->in, buffer, (guint) n);
      if (client->control ? eat_lines (client) : eat_operations (client))
        return G_SOURCE_CONTINUE;
    }
  drop_client (client);
  return G_SOURCE_REMOVE;
}

static gboolean
on_connect (int fd, GIOCondition condition, gpointer user_data)
{
  GuVirtualReader *self = user_data;
  int connection = accept4 (fd, NULL, NULL, SOCK_CLOEXEC);
  Client *client;

  if (connection < 0)
    return G_SOURCE_CONTINUE;
  client = g_new0 (Client, 1);
  client->reader = self;
  client->fd = connection;
  client->control = fd == self->listeners[1];
  client->in = g_byte_array_new ();
  client->source = g_unix_fd_add (connection, G_IO_IN | G_IO_HUP, on_client, client);
  g_ptr_array_add (self->clients, client);
  return G_SOURCE_CONTINUE;
}

static int
listen_at (const char *path, GError **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd;

  if (strlen (path) >= sizeof address.sun_path)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG, "%s: path too long", path);
      return -1;
    }
  strcpy (address.sun_path, path);
  g_unlink (path);
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || bind (fd, (struct sockaddr *) &address, sizeof address) != 0
      || listen (fd, 16) != 0)
    {
      g_set_error (
          error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path, g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return -1;
    }
  return fd;
}

GuVirtualReader *
gu_virtual_reader_new (const char *dir,
                       const char *state,
                       gboolean rsa,
                       gboolean pin_pad,
                       gboolean present,
                       GError **error)
{
  g_autoptr (GuVirtualReader) self = g_new0 (GuVirtualReader, 1);
  const char *paths[2];

  self->listeners[0] = self->listeners[1] = -1;
  self->clients = g_ptr_array_new_with_free_func ((GDestroyNotify) client_free);
  self->reader_path = g_build_filename (dir, "reader.sock", NULL);
  self->control_path = g_build_filename (dir, "control.sock", NULL);
  self->pin_pad = pin_pad;
  self->present = present;
  self->insertions = present ? 1 : 0;
  self->identity = gu_virtual_identity_load (state, rsa, error);
  if (self->identity == NULL)
    return NULL;
  self->card = gu_virtual_card_new (self->identity);

  paths[0] = self->reader_path;
  paths[1] = self->control_path;
  for (guint i = 0; i < 2; i++)
    {
      self->listeners[i] = listen_at (paths[i], error);
      if (self->listeners[i] < 0)
        return NULL;
      self->sources[i] = g_unix_fd_add (self->listeners[i], G_IO_IN, on_connect, self);
    }
  return g_steal_pointer (&self);
}

void
gu_virtual_reader_free (GuVirtualReader *self)
{
  const char *paths[2] = { self->reader_path, self->control_path };

  finish_waiting (self, GU_READER_NO_CARD, NULL, 0);
  g_ptr_array_unref (self->clients);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_handle_id (&self->sources[i], g_source_remove);
      if (self->listeners[i] >= 0)
        {
          close (self->listeners[i]);
          g_unlink (paths[i]);
        }
    }
  g_clear_pointer (&self->card, gu_virtual_card_free);
  g_clear_pointer (&self->identity, gu_virtual_identity_free);
  g_free (self->typed);
  g_free (self->reader_path);
  g_free (self->control_path);
  g_free (self);
}
