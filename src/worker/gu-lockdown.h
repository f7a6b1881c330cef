/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GuLockdownLimits:
 * @memory: bytes of its own memory (RLIMIT_DATA)
 * @address_space: bytes of all that is mapped, files included (RLIMIT_AS)
 * @file_size: bytes of the largest memfd (RLIMIT_FSIZE)
 * @cpu_seconds: processor time of the whole life of the process (RLIMIT_CPU)
 */
typedef struct
{
  guint64 memory;
  guint64 address_space;
  guint64 file_size;
  guint64 cpu_seconds;
} GuLockdownLimits;

/**
 * gu_lockdown:
 * @limits: (not nullable): what the process may use
 * @error: return location
 *
 * Takes from this process, for good, all that is not needed to look into a document: limits on
 * memory, time and descriptors; no new privileges; Landlock (only fonts and the like can be read);
 * seccomp (no sockets, no programs, no writing to files, no executable memory, no other process).
 * Needs no privilege. Call it before the first byte from outside is read, with one thread running.
 *
 * A kernel without Landlock is the one thing that is put up with, in the log: seccomp alone then
 * keeps the process from writing and from the network, but not from reading what its user can read.
 *
 * Thread: the only one.
 *
 * Returns: whether the process is locked down; if not, it must end.
 */
gboolean gu_lockdown (const GuLockdownLimits *limits, GError **error);

G_END_DECLS
