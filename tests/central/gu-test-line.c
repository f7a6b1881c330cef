/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-test-registry.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MAX_PAIRS 32

/* One thread that carries bytes between TCP clients and the server's Unix socket, and cuts. */
struct _TestLine
{
  GThread *thread;
  char *socket_path;
  int listener;
  int wake;
  guint16 port;
  GMutex lock;
  gboolean quit;
  gboolean up;
  gint64 cut_after;
  gint64 left;
  guint cuts;
  guint64 bytes;
};

typedef struct
{
  int client;
  int server;
} Pair;

static void
close_pair (Pair *pair)
{
  /* A reset, as from a cable: no goodbye that libpq could read. */
  const struct linger hard = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (pair->client, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  close (pair->client);
  close (pair->server);
  pair->client = pair->server = -1;
}

static gboolean
write_all (int fd, const char *data, gsize length)
{
  while (length > 0)
    {
      gssize n = send (fd, data, length, MSG_NOSIGNAL);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      length -= (gsize) n;
    }

  return TRUE;
}

static gboolean
carry (TestLine *self, int from, int to, gboolean counted)
{
  char buffer[65536];
  gssize n = recv (from, buffer, sizeof buffer, 0);
  gboolean cut = FALSE;

  if (n <= 0)
    return FALSE;
  g_mutex_lock (&self->lock);
  if (counted)
    {
      self->bytes += (guint64) n;
      if (self->cut_after >= 0)
        {
          if (self->left <= n)
            {
              n = self->left;
              self->left = self->cut_after;
              self->cuts++;
              cut = TRUE;
            }
          else
            self->left -= n;
        }
    }
  g_mutex_unlock (&self->lock);

  return write_all (to, buffer, (gsize) n) && !cut;
}

static void
accept_pair (TestLine *self, Pair *pairs)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int client = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC);
  int server = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  gboolean up;

  g_mutex_lock (&self->lock);
  up = self->up;
  g_mutex_unlock (&self->lock);
  g_strlcpy (address.sun_path, self->socket_path, sizeof address.sun_path);
  for (int i = 0; up && i < MAX_PAIRS; i++)
    {
      if (pairs[i].client >= 0)
        continue;
      if (connect (server, (struct sockaddr *) &address, sizeof address) != 0)
        break;
      pairs[i].client = client;
      pairs[i].server = server;
      return;
    }
  {
    Pair refused = { client, server };

    close_pair (&refused);
  }
}

static gpointer
run_line (gpointer data)
{
  TestLine *self = data;
  Pair pairs[MAX_PAIRS];

  memset (pairs, -1, sizeof pairs);
  for (;;)
    {
      struct pollfd fds[2 + 2 * MAX_PAIRS] = { { .fd = self->wake, .events = POLLIN },
                                               { .fd = self->listener, .events = POLLIN } };
      guint64 woken;
      gboolean quit;
      gboolean up;

      for (int i = 0; i < MAX_PAIRS; i++)
        {
          fds[2 + 2 * i] = (struct pollfd){ .fd = pairs[i].client, .events = POLLIN };
          fds[3 + 2 * i] = (struct pollfd){ .fd = pairs[i].server, .events = POLLIN };
        }
      if (poll (fds, G_N_ELEMENTS (fds), -1) < 0)
        continue;
      if ((fds[0].revents & POLLIN) != 0 && read (self->wake, &woken, sizeof woken) < 0)
        continue;
      g_mutex_lock (&self->lock);
      quit = self->quit;
      up = self->up;
      g_mutex_unlock (&self->lock);
      for (int i = 0; i < MAX_PAIRS; i++)
        {
          if (pairs[i].client < 0)
            continue;
          if (quit || !up
              || (fds[2 + 2 * i].revents != 0
                  && !carry (self, pairs[i].client, pairs[i].server, TRUE))
              || (fds[3 + 2 * i].revents != 0
                  && !carry (self, pairs[i].server, pairs[i].client, FALSE)))
            close_pair (&pairs[i]);
        }
      if (quit)
        return NULL;
      if ((fds[1].revents & POLLIN) != 0)
        accept_pair (self, pairs);
    }
}

TestLine *
test_line_new (const char *socket_dir)
{
  TestLine *self = g_new0 (TestLine, 1);
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;

  g_mutex_init (&self->lock);
  self->up = TRUE;
  self->cut_after = -1;
  self->socket_path = g_build_filename (socket_dir, ".s.PGSQL.5432", NULL);
  self->wake = eventfd (0, EFD_CLOEXEC);
  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (self->listener, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (self->listener, 16), ==, 0);
  g_assert_cmpint (getsockname (self->listener, (struct sockaddr *) &address, &length), ==, 0);
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("test-line", run_line, self);

  return self;
}

static void
wake_line (TestLine *self)
{
  const guint64 one = 1;

  g_assert_cmpint (write (self->wake, &one, sizeof one), ==, sizeof one);
}

void
test_line_free (TestLine *self)
{
  g_mutex_lock (&self->lock);
  self->quit = TRUE;
  g_mutex_unlock (&self->lock);
  wake_line (self);
  g_thread_join (self->thread);
  close (self->listener);
  close (self->wake);
  g_mutex_clear (&self->lock);
  g_free (self->socket_path);
  g_free (self);
}

guint16
test_line_get_port (TestLine *self)
{
  return self->port;
}

void
test_line_cut_after (TestLine *self, gint64 bytes)
{
  g_mutex_lock (&self->lock);
  self->cut_after = bytes;
  self->left = bytes;
  g_mutex_unlock (&self->lock);
}

void
test_line_set_up (TestLine *self, gboolean up)
{
  g_mutex_lock (&self->lock);
  self->up = up;
  g_mutex_unlock (&self->lock);
  wake_line (self);
}

guint
test_line_get_cuts (TestLine *self)
{
  guint cuts;

  g_mutex_lock (&self->lock);
  cuts = self->cuts;
  g_mutex_unlock (&self->lock);

  return cuts;
}

guint64
test_line_get_bytes (TestLine *self)
{
  guint64 bytes;

  g_mutex_lock (&self->lock);
  bytes = self->bytes;
  g_mutex_unlock (&self->lock);

  return bytes;
}

char *
test_line_conninfo (TestLine *self, const char *conninfo)
{
  const char *rest = strchr (conninfo, ' ');

  g_assert_nonnull (rest);

  return g_strdup_printf ("host=127.0.0.1 port=%u sslmode=disable%s", self->port, rest);
}
