/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The driver that pcscd loads for the virtual reader. It dials the card's Unix socket (the device
 * name in the reader's configuration), so a test needs no network port, and it reports removal the
 * way the driver of a real reader does: a failed transmission, not an empty answer. */

#include <errno.h>
#include <ifdhandler.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <reader.h>
#include <winscard.h>

#include "reader-protocol.h"

/* pcscd numbers readers in the upper half of the logical unit; one slot each. */
#define READERS_MAX 16

/* The card answers at once or is told to hang; this only guards against a card that is stopped. */
#define ANSWER_TIMEOUT_MS 120000

typedef struct
{
  int in_use;
  struct sockaddr_un address;
  pthread_mutex_t lock; /* guards call_fd and the numbers below */
  int call_fd;
  int event_fd; /* only touched by the polling thread */
  int stop_fd;
  uint32_t reported; /* insertion number that pcscd's polling thread was last told of */
  int swapped; /* that thread is being told of a removal, and must soon hear of the insertion */
  int polled;
  pthread_t poller; /* pcscd's polling thread, once polled is set */
  unsigned char atr[MAX_ATR_SIZE];
  unsigned atr_size;
} Reader;

static Reader readers[READERS_MAX];
static pthread_mutex_t readers_lock = PTHREAD_MUTEX_INITIALIZER;

static Reader *
find_reader (DWORD lun)
{
  unsigned number = (lun >> 16) & 0xFFFF;

  return number < READERS_MAX && readers[number].in_use ? &readers[number] : NULL;
}

static int
dial (Reader *self)
{
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd >= 0 && connect (fd, (struct sockaddr *) &self->address, sizeof self->address) != 0)
    {
      close (fd);
      fd = -1;
    }
  return fd;
}

static int
send_all (int fd, const unsigned char *data, size_t size)
{
  while (size > 0)
    {
      ssize_t n = send (fd, data, size, MSG_NOSIGNAL);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return 0;
      data += n;
      size -= (size_t) n;
    }
  return 1;
}

static int
receive_all (int fd, unsigned char *data, size_t size)
{
  while (size > 0)
    {
      struct pollfd wait = { .fd = fd, .events = POLLIN };
      ssize_t n;

      if (poll (&wait, 1, ANSWER_TIMEOUT_MS) == 0)
        return 0;
      n = recv (fd, data, size, 0);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return 0;
      data += n;
      size -= (size_t) n;
    }
  return 1;
}

static void
put_head (unsigned char *head, unsigned char first, uint32_t size)
{
  head[0] = first;
  head[1] = (unsigned char) (size >> 24);
  head[2] = (unsigned char) (size >> 16);
  head[3] = (unsigned char) (size >> 8);
  head[4] = (unsigned char) size;
}

static uint32_t
get_u32 (const unsigned char *p)
{
  return (uint32_t) p[0] << 24 | (uint32_t) p[1] << 16 | (uint32_t) p[2] << 8 | p[3];
}

static int
receive_answer (int fd, unsigned char *out, DWORD *out_size)
{
  unsigned char head[GU_READER_HEAD];
  uint32_t size;

  if (!receive_all (fd, head, sizeof head))
    return -1;
  size = get_u32 (head + 1);
  if (size > *out_size || !receive_all (fd, out, size))
    return -1;
  *out_size = size;
  return head[0];
}

/* One question and its answer; -1 when the card's process is not there. */
static int
ask_locked (Reader *self,
            GuReaderOperation operation,
            const unsigned char *data,
            size_t size,
            unsigned char *out,
            DWORD *out_size)
{
  unsigned char head[GU_READER_HEAD];
  int answer;

  if (self->call_fd < 0)
    self->call_fd = dial (self);
  if (self->call_fd < 0)
    return -1;

  put_head (head, (unsigned char) operation, (uint32_t) size);
  if (send_all (self->call_fd, head, sizeof head) && send_all (self->call_fd, data, size))
    {
      answer = receive_answer (self->call_fd, out, out_size);
      if (answer >= 0)
        return answer;
    }
  close (self->call_fd);
  self->call_fd = -1;
  return -1;
}

static int
ask (Reader *self,
     GuReaderOperation operation,
     const unsigned char *data,
     size_t size,
     unsigned char *out,
     DWORD *out_size)
{
  int answer;

  pthread_mutex_lock (&self->lock);
  answer = ask_locked (self, operation, data, size, out, out_size);
  pthread_mutex_unlock (&self->lock);
  return answer;
}

RESPONSECODE
IFDHCreateChannelByName (DWORD lun, LPSTR device)
{
  unsigned number = (lun >> 16) & 0xFFFF;
  Reader *self;

  if (number >= READERS_MAX || (lun & 0xFFFF) != 0
      || strlen (device) >= sizeof self->address.sun_path)
    return IFD_COMMUNICATION_ERROR;

  pthread_mutex_lock (&readers_lock);
  self = &readers[number];
  memset (self, 0, sizeof *self);
  self->address.sun_family = AF_UNIX;
  strcpy (self->address.sun_path, device);
  pthread_mutex_init (&self->lock, NULL);
  self->call_fd = -1;
  self->event_fd = -1;
  self->stop_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->in_use = 1;
  pthread_mutex_unlock (&readers_lock);
  return IFD_SUCCESS;
}

RESPONSECODE
IFDHCreateChannel (DWORD lun, DWORD channel) { return IFD_NOT_SUPPORTED; }

RESPONSECODE
IFDHCloseChannel (DWORD lun)
{
  Reader *self = find_reader (lun);

  if (self == NULL)
    return IFD_COMMUNICATION_ERROR;

  pthread_mutex_lock (&readers_lock);
  self->in_use = 0;
  if (self->call_fd >= 0)
    close (self->call_fd);
  if (self->event_fd >= 0)
    close (self->event_fd);
  close (self->stop_fd);
  pthread_mutex_unlock (&readers_lock);
  return IFD_SUCCESS;
}

/* Runs in pcscd's thread for this reader until something changes: no delay, no busy polling. */
static RESPONSECODE
wait_for_change (DWORD lun, int timeout_ms)
{
  Reader *self = find_reader (lun);
  struct pollfd waits[2];
  unsigned char head[GU_READER_HEAD], buffer[8];
  DWORD size = sizeof buffer;
  uint64_t ignored;

  if (self == NULL)
    return IFD_NO_SUCH_DEVICE;
  pthread_mutex_lock (&self->lock);
  self->poller = pthread_self ();
  self->polled = 1;
  if (self->swapped)
    {
      self->swapped = 0;
      self->reported = 0;
      timeout_ms = 10;
    }
  pthread_mutex_unlock (&self->lock);
  if (self->event_fd < 0)
    {
      self->event_fd = dial (self);
      put_head (head, GU_READER_SUBSCRIBE, 0);
      if (self->event_fd >= 0)
        send_all (self->event_fd, head, sizeof head);
    }

  waits[0] = (struct pollfd){ .fd = self->stop_fd, .events = POLLIN };
  waits[1] = (struct pollfd){ .fd = self->event_fd, .events = POLLIN };
  /* Without a card process there is nobody to wait for: look again soon. */
  if (self->event_fd < 0 && (timeout_ms <= 0 || timeout_ms > 200))
    timeout_ms = 200;
  if (poll (waits, self->event_fd < 0 ? 1 : 2, timeout_ms) <= 0)
    return IFD_SUCCESS;

  if (waits[0].revents != 0 && read (self->stop_fd, &ignored, sizeof ignored) < 0)
    return IFD_SUCCESS;
  if (self->event_fd >= 0 && waits[1].revents != 0
      && receive_answer (self->event_fd, buffer, &size) < 0)
    {
      close (self->event_fd);
      self->event_fd = -1;
    }
  return IFD_SUCCESS;
}

static RESPONSECODE
stop_waiting (DWORD lun)
{
  Reader *self = find_reader (lun);
  uint64_t one = 1;

  if (self == NULL || write (self->stop_fd, &one, sizeof one) != sizeof one)
    return IFD_COMMUNICATION_ERROR;
  return IFD_SUCCESS;
}

static RESPONSECODE
give (PDWORD length, PUCHAR value, const void *data, DWORD size)
{
  if (value != NULL && *length >= size)
    memcpy (value, data, size);
  *length = size;
  return IFD_SUCCESS;
}

RESPONSECODE
IFDHGetCapabilities (DWORD lun, DWORD tag, PDWORD length, PUCHAR value)
{
  Reader *self = find_reader (lun);
  RESPONSECODE (*wait) (DWORD, int) = wait_for_change;
  RESPONSECODE (*stop) (DWORD) = stop_waiting;
  unsigned char one = 1, yes = 1, no = 0, many = READERS_MAX;

  switch (tag)
    {
    case TAG_IFD_ATR:
    case SCARD_ATTR_ATR_STRING:
      return self ? give (length, value, self->atr, self->atr_size) : IFD_COMMUNICATION_ERROR;
    case TAG_IFD_SIMULTANEOUS_ACCESS:
      return give (length, value, &many, 1);
    case TAG_IFD_SLOTS_NUMBER:
      return give (length, value, &one, 1);
    case TAG_IFD_THREAD_SAFE:
      return give (length, value, &yes, 1);
    case TAG_IFD_SLOT_THREAD_SAFE:
      return give (length, value, &no, 1);
    /* These two hand out functions: pcscd gives the room for a pointer, whatever *length says. */
    case TAG_IFD_POLLING_THREAD_WITH_TIMEOUT:
      memcpy (value, &wait, sizeof wait);
      *length = sizeof wait;
      return IFD_SUCCESS;
    case TAG_IFD_STOP_POLLING_THREAD:
      memcpy (value, &stop, sizeof stop);
      *length = sizeof stop;
      return IFD_SUCCESS;
    default:
      return IFD_ERROR_TAG;
    }
}

RESPONSECODE
IFDHSetCapabilities (DWORD lun, DWORD tag, DWORD length, PUCHAR value) { return IFD_NOT_SUPPORTED; }

RESPONSECODE
IFDHSetProtocolParameters (DWORD lun,
                           DWORD protocol,
                           UCHAR flags,
                           UCHAR pts1,
                           UCHAR pts2,
                           UCHAR pts3)
{
  return IFD_SUCCESS;
}

RESPONSECODE
IFDHPowerICC (DWORD lun, DWORD action, PUCHAR atr, PDWORD atr_length)
{
  Reader *self = find_reader (lun);
  DWORD size = MAX_ATR_SIZE;
  unsigned char answer[MAX_ATR_SIZE];
  GuReaderOperation operation = action == IFD_POWER_UP ? GU_READER_POWER_UP
                                : action == IFD_RESET  ? GU_READER_RESET
                                                       : GU_READER_POWER_DOWN;

  *atr_length = 0;
  if (self == NULL)
    return IFD_COMMUNICATION_ERROR;
  if (ask (self, operation, NULL, 0, answer, &size) != GU_READER_OK)
    return action == IFD_POWER_DOWN ? IFD_SUCCESS : IFD_ERROR_POWER_ACTION;
  if (action == IFD_POWER_DOWN)
    return IFD_SUCCESS;

  memcpy (self->atr, answer, size);
  self->atr_size = (unsigned) size;
  memcpy (atr, answer, size);
  *atr_length = size;
  return IFD_SUCCESS;
}

RESPONSECODE
IFDHTransmitToICC (DWORD lun,
                   SCARD_IO_HEADER send_pci,
                   PUCHAR command,
                   DWORD command_size,
                   PUCHAR answer,
                   PDWORD answer_size,
                   PSCARD_IO_HEADER receive_pci)
{
  Reader *self = find_reader (lun);
  int result;

  if (receive_pci != NULL)
    receive_pci->Protocol = send_pci.Protocol;
  result = self != NULL ? ask (self, GU_READER_TRANSMIT, command, command_size, answer, answer_size)
                        : -1;
  if (result == GU_READER_OK)
    return IFD_SUCCESS;
  *answer_size = 0;
  return result == GU_READER_NO_ANSWER ? IFD_RESPONSE_TIMEOUT : IFD_COMMUNICATION_ERROR;
}

RESPONSECODE
IFDHControl (DWORD lun,
             DWORD code,
             PUCHAR in,
             DWORD in_size,
             PUCHAR out,
             DWORD out_room,
             LPDWORD out_size)
{
  Reader *self = find_reader (lun);
  unsigned char request[4 + 1024];
  DWORD size = out_room;
  int result;

  *out_size = 0;
  if (self == NULL || in_size > sizeof request - 4)
    return IFD_COMMUNICATION_ERROR;

  request[0] = (unsigned char) (code >> 24);
  request[1] = (unsigned char) (code >> 16);
  request[2] = (unsigned char) (code >> 8);
  request[3] = (unsigned char) code;
  if (in_size > 0)
    memcpy (request + 4, in, in_size);
  result = ask (self, GU_READER_CONTROL, request, 4 + in_size, out, &size);
  explicit_bzero (request, sizeof request);
  if (result == GU_READER_UNSUPPORTED)
    return IFD_ERROR_NOT_SUPPORTED;
  if (result != GU_READER_OK)
    return IFD_COMMUNICATION_ERROR;
  *out_size = size;
  return IFD_SUCCESS;
}

RESPONSECODE
IFDHICCPresence (DWORD lun)
{
  Reader *self = find_reader (lun);
  unsigned char answer[4];
  DWORD size = sizeof answer;
  uint32_t number = 0;
  int changed;
  RESPONSECODE result;

  if (self == NULL)
    return IFD_COMMUNICATION_ERROR;

  pthread_mutex_lock (&self->lock);
  if (ask_locked (self, GU_READER_PRESENCE, NULL, 0, answer, &size) == GU_READER_OK && size == 4)
    number = get_u32 (answer);
  /* Pulled and put back since pcscd last looked: its polling thread must see the card go before it
   * comes. It asks several times in one round, so it hears of the removal until its next wait;
   * other threads may ask too, and what they hear does not count as seen. */
  changed = number != 0 && self->reported != 0 && number != self->reported;
  if (changed)
    number = 0;
  if (!self->polled || pthread_equal (self->poller, pthread_self ()))
    {
      self->swapped = changed;
      if (!changed)
        self->reported = number;
    }
  result = number != 0 ? IFD_ICC_PRESENT : IFD_ICC_NOT_PRESENT;
  pthread_mutex_unlock (&self->lock);
  return result;
}
