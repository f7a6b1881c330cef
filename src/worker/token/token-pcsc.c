/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-token-worker"

#include "config.h"

#include "token-pcsc.h"

#include <string.h>
#include <winscard.h>

/* A card that one speaks to beside the module. */
typedef struct
{
  SCARDCONTEXT context;
  SCARDHANDLE card;
  DWORD protocol;
} Link;

/* PKCS#11 cuts the reader's name to 64 bytes. */
static char *
find_reader (SCARDCONTEXT context, const char *description)
{
  g_autofree char *names = NULL;
  DWORD size = 0;

  if (SCardListReaders (context, NULL, NULL, &size) != SCARD_S_SUCCESS)
    return NULL;
  names = g_malloc0 (size + 2);
  if (SCardListReaders (context, NULL, names, &size) != SCARD_S_SUCCESS)
    return NULL;
  for (const char *name = names; *name != '\0'; name += strlen (name) + 1)
    if (description[0] != '\0' && g_str_has_prefix (name, description))
      return g_strdup (name);
  return NULL;
}

static gboolean
link_open (Link *link, const char *description)
{
  g_autofree char *reader = NULL;

  memset (link, 0, sizeof *link);
  if (SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &link->context) != SCARD_S_SUCCESS)
    return FALSE;
  reader = find_reader (link->context, description);
  if (reader != NULL
      && SCardConnect (link->context,
                       reader,
                       SCARD_SHARE_SHARED,
                       SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                       &link->card,
                       &link->protocol)
             == SCARD_S_SUCCESS)
    return TRUE;
  SCardReleaseContext (link->context);
  return FALSE;
}

static void
link_close (Link *link, DWORD disposition)
{
  SCardDisconnect (link->card, disposition);
  SCardReleaseContext (link->context);
}

void
token_pcsc_reset (const char *description)
{
  Link link;

  if (link_open (&link, description))
    link_close (&link, SCARD_RESET_CARD);
}

/* The status word, 0 when there was no answer. */
static guint16
transmit (Link *link, const guint8 *command, gsize size)
{
  const SCARD_IO_REQUEST *pci = link->protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
  guint8 answer[MAX_BUFFER_SIZE];
  DWORD n = sizeof answer;

  if (SCardTransmit (link->card, pci, command, size, NULL, answer, &n) != SCARD_S_SUCCESS || n < 2)
    return 0;
  return (guint16) (answer[n - 2] << 8 | answer[n - 1]);
}

int
token_pcsc_piv_tries (const char *description)
{
  static const guint8 select[] = { 0x00, 0xA4, 0x04, 0x00, 0x05, 0xA0, 0x00, 0x00, 0x03, 0x08 };
  static const guint8 verify[] = { 0x00, 0x20, 0x00, 0x80 };
  guint16 sw = 0;
  Link link;

  if (!link_open (&link, description))
    return -1;
  if (SCardBeginTransaction (link.card) == SCARD_S_SUCCESS)
    {
      sw = transmit (&link, select, sizeof select);
      if (sw == 0x9000 || (sw & 0xFF00) == 0x6100)
        sw = transmit (&link, verify, sizeof verify);
      else
        sw = 0;
      SCardEndTransaction (link.card, SCARD_LEAVE_CARD);
    }
  link_close (&link, SCARD_LEAVE_CARD);

  if ((sw & 0xFFF0) == 0x63C0)
    return sw & 0x0F;
  return sw == 0x6983 ? 0 : -1;
}
