/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-central-link.h"
#include "gu-central-schema.h"
#include "gu-store-sync.h"

#include <libpq-fe.h>

G_BEGIN_DECLS

/* A registry of its own in the throw-away server that with-postgres.sh started. */
typedef struct
{
  char *dbname;
  char *admin; /* connection string of the superuser */
} TestRegistry;

TestRegistry *test_registry_new (void);
void test_registry_free (TestRegistry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestRegistry, test_registry_free)

/* Makes a login; returns its connection string. */
char *test_registry_add_login (TestRegistry *self,
                               const char *institution,
                               const char *desk,
                               const char *role);

/* One value as text; "!SQLSTATE" when the server refuses, NULL for no row. */
char *test_ask (const char *conninfo, const char *sql, ...) G_GNUC_NULL_TERMINATED;
void test_assert_answer (const char *conninfo, const char *sql, const char *expected);

/* A desk: a store in a folder of its own and a link. */
typedef struct
{
  char *dir;
  char *code;
  char *conninfo;
  GuClock *clock;
  GuStore *store;
  GuCentralLink *link;
} TestDesk;

TestDesk *test_desk_new (const char *conninfo, const char *code);
void test_desk_free (TestDesk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestDesk, test_desk_free)

/* Closes the store and opens it again with a link to @conninfo. */
void test_desk_reopen (TestDesk *self, const char *conninfo);

/* Takes in a blob of @size bytes made from @seed; returns its hash. */
char *test_desk_add_blob (TestDesk *self, gsize size, guint32 seed);

/* A draft with @n_papers papers of @paper_size bytes; registered when the desk has numbers. */
char *test_desk_draft (TestDesk *self, guint n_papers, gsize paper_size, guint32 seed);
gboolean test_desk_register (TestDesk *self, const char *id, GError **error);
char *test_desk_take_in (TestDesk *self, guint n_papers, gsize paper_size, guint32 seed);

/* One round that must end well. */
void test_desk_sync (TestDesk *self, GuSyncReport *report);

/* Runs the main context until @predicate holds; fails after a minute. */
void test_wait_for (gboolean (*predicate) (gpointer), gpointer data, const char *what);

/* A TCP line to the server's socket that can be cut. Reachable as "host=127.0.0.1 port=…". */
typedef struct _TestLine TestLine;

TestLine *test_line_new (const char *socket_dir);
void test_line_free (TestLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestLine, test_line_free)
guint16 test_line_get_port (TestLine *self);
/* After @bytes more bytes towards the server the line is cut, each time; -1: never. */
void test_line_cut_after (TestLine *self, gint64 bytes);
/* FALSE: new and present connections are refused. */
void test_line_set_up (TestLine *self, gboolean up);
guint test_line_get_cuts (TestLine *self);
guint64 test_line_get_bytes (TestLine *self);
/* @conninfo through the line. */
char *test_line_conninfo (TestLine *self, const char *conninfo);

G_END_DECLS
