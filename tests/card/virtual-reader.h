/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GuVirtualReader GuVirtualReader;

/**
 * gu_virtual_reader_new:
 * @dir: folder for the two sockets
 * @state: folder for keys and certificates
 * @rsa: whether the signing key is RSA-2048; else EC P-256
 * @pin_pad: whether the reader has keys of its own
 * @present: whether the card is in it from the start
 * @error: return location
 *
 * A reader with a card, served by the default main context.
 *
 * Returns: (transfer full) (nullable): the reader.
 */
GuVirtualReader *gu_virtual_reader_new (const char *dir,
                                        const char *state,
                                        gboolean rsa,
                                        gboolean pin_pad,
                                        gboolean present,
                                        GError **error);

/**
 * gu_virtual_reader_command:
 * @self: a reader
 * @line: one line of the control language ("help" lists it)
 *
 * Returns: (transfer full): lines to send back, the last one "ok" or "error: …".
 */
char *gu_virtual_reader_command (GuVirtualReader *self, const char *line);

void gu_virtual_reader_free (GuVirtualReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuVirtualReader, gu_virtual_reader_free)

G_END_DECLS
