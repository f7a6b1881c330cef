/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-virtual-identity.h"

G_BEGIN_DECLS

#define GU_VIRTUAL_PIN       "123456"
#define GU_VIRTUAL_PIN_TRIES 3

/* What sits in the reader. */
typedef enum
{
  GU_VIRTUAL_KIND_PIV,
  GU_VIRTUAL_KIND_UNKNOWN, /* answers, but is no card that anyone knows */
  GU_VIRTUAL_KIND_MUTE,    /* gives no answer to reset */
} GuVirtualKind;

/* The commands that faults can be tied to. */
typedef enum
{
  GU_VIRTUAL_STEP_OTHER,
  GU_VIRTUAL_STEP_SELECT,
  GU_VIRTUAL_STEP_GET_DATA,
  GU_VIRTUAL_STEP_VERIFY, /* with a PIN in it */
  GU_VIRTUAL_STEP_SIGN,   /* the last part of GENERAL AUTHENTICATE */
} GuVirtualStep;

typedef struct
{
  guint apdus;
  guint power_ups;
  guint verify_ok;
  guint verify_bad;
  guint verify_empty; /* questions for the tries left: they spend none */
  guint sign;
} GuVirtualCounters;

/* One PIV card (NIST SP 800-73-4), as far as signing needs it. The fields are for the control
 * channel and for tests; the card itself is driven by the functions. */
typedef struct
{
  GuVirtualIdentity *identity;
  GuVirtualKind kind;
  GuVirtualCertificate certificate;
  GBytes *sign_der; /* what slot 9C holds, NULL for nothing */
  char *pin;
  int tries;
  GuVirtualCounters counters;

  /* faults */
  gboolean garbage;
  gboolean wrong_signature;
  gboolean forget_pin; /* the PIN state is lost before a signature */
  GuVirtualStep sw_step;
  guint16 sw; /* 0: none */

  /* volatile, gone at power up */
  gboolean powered;
  gboolean selected;
  gboolean verified;
  gboolean fresh_pin; /* the PIN was shown by the command just before: what key 9C asks for */
  GByteArray *chain;
  GByteArray *pending; /* rest of an answer, for GET RESPONSE */
  GRand *noise;
} GuVirtualCard;

GuVirtualCard *gu_virtual_card_new (GuVirtualIdentity *identity /* borrowed */);
void gu_virtual_card_free (GuVirtualCard *self);

/* Forgets all faults and fills the tries up. */
void gu_virtual_card_heal (GuVirtualCard *self);

void gu_virtual_card_set_certificate (GuVirtualCard *self, GuVirtualCertificate kind);

/* Power up and warm reset; the answer to reset, or NULL from a mute card. */
const guint8 *gu_virtual_card_power_up (GuVirtualCard *self, gsize *size);
void gu_virtual_card_power_down (GuVirtualCard *self);

/* Which step a command is: looks, changes nothing. */
GuVirtualStep gu_virtual_card_classify (const guint8 *apdu, gsize size);

/* Answers one command; always ends with the two status bytes. Never NULL. */
GByteArray *gu_virtual_card_transmit (GuVirtualCard *self, const guint8 *apdu, gsize size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuVirtualCard, gu_virtual_card_free)

G_END_DECLS
