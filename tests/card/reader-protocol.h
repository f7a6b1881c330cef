/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the reader's driver (in pcscd) and the virtual card say to each other over a Unix stream
 * socket. Request: one byte operation, four bytes length (big-endian), payload. Answer: one byte
 * GuReaderAnswer, four bytes length, payload. */

typedef enum
{
  GU_READER_PRESENCE = 'P',   /* → 4 bytes: insertion number, 0 while there is no card */
  GU_READER_POWER_UP = 'U',   /* → answer to reset */
  GU_READER_POWER_DOWN = 'D', /* → nothing */
  GU_READER_RESET = 'R',      /* → answer to reset */
  GU_READER_TRANSMIT = 'X',   /* command → answer */
  GU_READER_CONTROL = 'C',    /* 4 bytes code, data → data */
  GU_READER_SUBSCRIBE = 'S',  /* → a presence answer now and at each change */
} GuReaderOperation;

typedef enum
{
  GU_READER_OK = 0,
  GU_READER_NO_CARD = 1,   /* it is not there, or went away meanwhile */
  GU_READER_NO_ANSWER = 2, /* it is there and mute */
  GU_READER_UNSUPPORTED = 3,
} GuReaderAnswer;

#define GU_READER_HEAD 5
#define GU_READER_MAX  65600
