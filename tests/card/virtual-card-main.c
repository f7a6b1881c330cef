/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-virtual-card"

/* ghiseu-virtual-card: a reader with a PIV card in it, for tests and for practice.
 *
 *   ghiseu-virtual-card --dir DIR [--state DIR] [--key rsa|ec] [--pin-pad] [--absent]
 *                       [--parent PID]
 *   ghiseu-virtual-card --tell SOCKET WORD…
 *
 * The first form serves DIR/reader.sock (to the driver in pcscd) and DIR/control.sock (to whoever
 * stages faults) until it is told to end; keys and certificates are kept in the state folder. The
 * second sends one line to a control socket and prints
 * the answer; "help" lists the words. */

#include "config.h"

#include "virtual-reader.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static gboolean
on_terminate (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static int
tell (const char *path, char **words)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_strjoinv (" ", words);
  g_autofree char *request = g_strconcat (line, "\n", NULL);
  g_autofree char *answer = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GDataInputStream) input = NULL;

  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  if (connection == NULL
      || !g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                     request,
                                     strlen (request),
                                     NULL,
                                     NULL,
                                     &error))
    {
      g_printerr ("ghiseu-virtual-card: %s\n", error->message);
      return 1;
    }

  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  while ((answer = g_data_input_stream_read_line (input, NULL, NULL, NULL)) != NULL)
    {
      if (g_str_equal (answer, "ok"))
        return 0;
      if (g_str_has_prefix (answer, "error: "))
        {
          g_printerr ("ghiseu-virtual-card: %s\n", answer + strlen ("error: "));
          return 1;
        }
      puts (answer);
      g_clear_pointer (&answer, g_free);
    }
  g_printerr ("ghiseu-virtual-card: no answer\n");
  return 1;
}

static int
serve (const char *dir, const char *state, gboolean rsa, gboolean pin_pad, gboolean absent)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GuVirtualReader) reader = NULL;

  if (g_mkdir_with_parents (dir, 0700) != 0 || g_mkdir_with_parents (state, 0700) != 0)
    {
      g_printerr ("ghiseu-virtual-card: cannot make %s or %s\n", dir, state);
      return 1;
    }
  reader = gu_virtual_reader_new (dir, state, rsa, pin_pad, !absent, &error);
  if (reader == NULL)
    {
      g_printerr ("ghiseu-virtual-card: %s\n", error->message);
      return 1;
    }

  g_unix_signal_add (SIGTERM, on_terminate, loop);
  g_unix_signal_add (SIGINT, on_terminate, loop);
  g_main_loop_run (loop);
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new ("[WORD…]");
  g_autofree char *dir = NULL;
  g_autofree char *state = NULL;
  g_autofree char *key = NULL;
  g_autofree char *socket_path = NULL;
  g_auto (GStrv) words = NULL;
  gboolean pin_pad = FALSE, absent = FALSE;
  int parent = 0;
  const GOptionEntry options[] = {
    { "dir", 0, 0, G_OPTION_ARG_FILENAME, &dir, "Serve a card; its sockets are in DIR", "DIR" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &state, "Keep its keys in DIR", "DIR" },
    { "key", 0, 0, G_OPTION_ARG_STRING, &key, "Signing key: rsa (default) or ec", "KIND" },
    { "pin-pad", 0, 0, G_OPTION_ARG_NONE, &pin_pad, "The reader has keys of its own", NULL },
    { "absent", 0, 0, G_OPTION_ARG_NONE, &absent, "Start without the card in the reader", NULL },
    { "parent", 0, 0, G_OPTION_ARG_INT, &parent, "End when the parent, process PID, ends", "PID" },
    { "tell", 0, 0, G_OPTION_ARG_FILENAME, &socket_path, "Control a running card", "SOCKET" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &words, NULL, NULL },
    { NULL },
  };

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("ghiseu-virtual-card: %s\n", error->message);
      return 2;
    }
  if (socket_path != NULL && words != NULL)
    return tell (socket_path, words);
  if (dir == NULL || words != NULL
      || (key != NULL && !g_str_equal (key, "rsa") && !g_str_equal (key, "ec")))
    {
      g_printerr ("ghiseu-virtual-card: say --dir DIR, or --tell SOCKET WORD…\n");
      return 2;
    }
  if (parent != 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
      /* It may have ended before that was asked for. */
      if (getppid () != parent)
        return 1;
    }
  return serve (dir, state ? state : dir, g_strcmp0 (key, "ec") != 0, pin_pad, absent);
}
