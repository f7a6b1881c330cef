/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "gu-context.h"

G_BEGIN_DECLS

/* Runs the main loop until @condition holds; fails the test after half a minute (more on request
 * of GHISEU_TEST_PATIENCE, a factor). */
#define DESK_WAIT(condition)                                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 end_ = desk_test_deadline ();                                                           \
    while (!(condition))                                                                           \
      {                                                                                            \
        desk_test_iterate ();                                                                      \
        if (g_get_monotonic_time () > end_)                                                        \
          g_error ("%s:%d: never came: %s", __FILE__, __LINE__, #condition);                       \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

/**
 * desk_test_init:
 *
 * g_test, GTK and libadwaita, with the desk's style, icons and translations. The language is that
 * of LANGUAGE. Programs run inside with-display.sh.
 */
void desk_test_init (int *argc, char ***argv);

/** desk_test_deadline: Returns: when to give up waiting, in monotonic microseconds. */
gint64 desk_test_deadline (void);

/** desk_test_iterate: one turn of the main loop, at most some milliseconds long. */
void desk_test_iterate (void);

/** desk_test_context: Returns: (transfer full): a started context on an empty folder, alone. */
GuContext *desk_test_context (void);

/** desk_test_context_at: @data_dir: where its store is. Returns: (transfer full): as above. */
GuContext *desk_test_context_at (const char *data_dir);

/** desk_test_stop: @context: (transfer full): ends it and waits until it is gone. */
void desk_test_stop (GuContext *context);

/** desk_test_destroy: @window: (transfer full): closes it and waits until it is finalized. */
void desk_test_destroy (GtkWindow *window);

/**
 * desk_test_find:
 * @parent: where to look
 * @type: of the widget
 * @nth: from 0
 *
 * Returns: (transfer none) (nullable): the widget, in the order of the tree.
 */
GtkWidget *desk_test_find (GtkWidget *parent, GType type, guint nth);

/** desk_test_find_search: Returns: (transfer none): the search entry of @parent itself, not one
 * that a drop-down keeps in its popover. */
GtkWidget *desk_test_find_search (GtkWidget *parent);

/**
 * desk_test_picture:
 * @widget: what to draw, mapped
 * @name: of the file, without suffix; it lands in $GHISEU_TEST_PICTURES
 *
 * Draws a widget as it is on the screen. Fails when the picture is of one colour.
 */
void desk_test_picture (GtkWidget *widget, const char *name);

/** desk_test_key: @spec: such as "Tab" or "ctrl+n": pressed through the X server. */
void desk_test_key (const char *spec);

/** desk_test_type: @text: typed through the X server. */
void desk_test_type (const char *text);

/** desk_test_xdotool: runs xdotool with these words, up to %NULL; fails the test when it fails. */
void desk_test_xdotool (const char *first, ...) G_GNUC_NULL_TERMINATED;

/**
 * desk_test_says:
 * @parent: where to look
 * @message: in English
 *
 * Returns: whether a visible label in it contains the message, in the language of the test.
 */
gboolean desk_test_says (GtkWidget *parent, const char *message);

G_END_DECLS
