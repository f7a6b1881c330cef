/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-virtual-card"

/* The control language of the virtual card: one word each for what can happen to a card. */

#include "config.h"

#include "virtual-reader-private.h"

#include <string.h>

/* A card whose nature changed is another card: it is put in anew, if it is in. */
static void
swap_card (GuVirtualReader *self)
{
  if (!self->present)
    return;
  gu_virtual_reader_remove (self);
  gu_virtual_reader_insert (self);
}

static void
heal (GuVirtualReader *self)
{
  self->slow_ms = 0;
  self->hang_armed = FALSE;
  self->remove_in = 0;
  g_clear_pointer (&self->typed, g_free);
  gu_virtual_card_heal (self->card);
  memset (&self->card->counters, 0, sizeof self->card->counters);
}

static gboolean
parse_step (const char *word, GuVirtualStep *step)
{
  static const char *const names[] = { "other", "select", "get-data", "verify", "sign" };

  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (word, names[i]))
      {
        *step = (GuVirtualStep) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_number (const char *word, guint base, guint64 max, guint *number)
{
  guint64 value = 0;

  if (word == NULL || !g_ascii_string_to_unsigned (word, base, 0, max, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

/* --- the words of the control language; each returns whether its arguments make sense --- */

static gboolean
word_certificate (GuVirtualReader *self, char **arguments)
{
  static const char *const names[] = { "valid",      "expired",   "not-yet", "none",
                                       "login-only", "other-key", "cut" };

  for (guint i = 0; arguments[0] != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (arguments[0], names[i]))
      {
        gu_virtual_card_set_certificate (self->card, (GuVirtualCertificate) i);
        swap_card (self);
        return TRUE;
      }
  return FALSE;
}

static gboolean
word_card (GuVirtualReader *self, char **arguments)
{
  static const char *const names[] = { "piv", "unknown", "mute" };

  for (guint i = 0; arguments[0] != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (arguments[0], names[i]))
      {
        self->card->kind = (GuVirtualKind) i;
        swap_card (self);
        return TRUE;
      }
  return FALSE;
}

static gboolean
word_insert (GuVirtualReader *self, char **arguments)
{
  gu_virtual_reader_insert (self);
  return TRUE;
}

static gboolean
word_remove (GuVirtualReader *self, char **arguments)
{
  gu_virtual_reader_remove (self);
  return TRUE;
}

static gboolean
word_reinsert (GuVirtualReader *self, char **arguments)
{
  gu_virtual_reader_remove (self);
  gu_virtual_reader_insert (self);
  return TRUE;
}

static gboolean
word_heal (GuVirtualReader *self, char **arguments)
{
  gu_virtual_reader_remove (self);
  heal (self);
  gu_virtual_reader_insert (self);
  return TRUE;
}

static gboolean
word_remove_at (GuVirtualReader *self, char **arguments)
{
  guint times = 1;

  if (g_strv_length (arguments) < 2 || !parse_step (arguments[1], &self->remove_step)
      || (arguments[2] != NULL && !parse_number (arguments[2], 10, 1000, &times)))
    return FALSE;
  self->remove_after = g_str_equal (arguments[0], "after");
  self->remove_in = times;
  return self->remove_after || g_str_equal (arguments[0], "before");
}

static gboolean
word_hang (GuVirtualReader *self, char **arguments)
{
  self->hang_armed = parse_step (arguments[0], &self->hang_step);
  return self->hang_armed;
}

static gboolean
word_unhang (GuVirtualReader *self, char **arguments)
{
  self->hang_armed = FALSE;
  if (self->waiting.timer == 0)
    gu_virtual_reader_run_waiting (self);
  return TRUE;
}

static gboolean
word_slow (GuVirtualReader *self, char **arguments)
{
  return parse_number (arguments[0], 10, 60000, &self->slow_ms);
}

static gboolean
word_garbage (GuVirtualReader *self, char **arguments)
{
  self->card->garbage = g_strcmp0 (arguments[0], "off") != 0;
  return TRUE;
}

static gboolean
word_wrong_signature (GuVirtualReader *self, char **arguments)
{
  self->card->wrong_signature = g_strcmp0 (arguments[0], "off") != 0;
  return TRUE;
}

static gboolean
word_forget_pin (GuVirtualReader *self, char **arguments)
{
  self->card->forget_pin = g_strcmp0 (arguments[0], "off") != 0;
  return TRUE;
}

static gboolean
word_sw (GuVirtualReader *self, char **arguments)
{
  guint sw;

  if (!parse_step (arguments[0], &self->card->sw_step)
      || !parse_number (arguments[1], 16, 0xFFFF, &sw))
    return FALSE;
  self->card->sw = (guint16) sw;
  return TRUE;
}

static gboolean
word_tries (GuVirtualReader *self, char **arguments)
{
  guint tries;

  if (!parse_number (arguments[0], 10, GU_VIRTUAL_PIN_TRIES, &tries))
    return FALSE;
  self->card->tries = (int) tries;
  self->card->verified = FALSE;
  return TRUE;
}

static gboolean
word_type (GuVirtualReader *self, char **arguments)
{
  if (arguments[0] == NULL)
    return FALSE;
  g_free (self->typed);
  self->typed = g_strdup (g_str_equal (arguments[0], "cancel") ? "" : arguments[0]);
  if (self->waiting.client != NULL && self->waiting.operation == GU_READER_CONTROL)
    {
      g_clear_handle_id (&self->waiting.timer, g_source_remove);
      gu_virtual_reader_answer_typed (self);
    }
  return TRUE;
}

typedef struct
{
  const char *word;
  const char *help;
  gboolean (*run) (GuVirtualReader *self, char **arguments);
} Word;

static const Word words[] = {
  { "insert", "insert                      put the card in", word_insert },
  { "remove", "remove                      pull it out", word_remove },
  { "reinsert", "reinsert                    pull it out and put it back", word_reinsert },
  { "heal",
    "heal                        forget faults, fill tries, zero counters, insert",
    word_heal },
  { "card", "card piv|unknown|mute       change what is in the reader", word_card },
  { "certificate",
    "certificate valid|expired|not-yet|none|login-only|other-key|cut",
    word_certificate },
  { "slow", "slow MS                     delay of each answer, 0: none", word_slow },
  { "garbage", "garbage [off]               answer noise to everything", word_garbage },
  { "wrong-signature", "wrong-signature [off]       sign something else", word_wrong_signature },
  { "forget-pin",
    "forget-pin [off]            lose the PIN state before signing",
    word_forget_pin },
  { "sw",
    "sw STEP HEX                 answer this status word; STEP: select get-data verify sign other",
    word_sw },
  { "tries", "tries N                     PIN tries left, 0: blocked", word_tries },
  { "remove-at",
    "remove-at before|after STEP [N]   pull it at the Nth such command",
    word_remove_at },
  { "hang", "hang STEP                   give no answer to such commands", word_hang },
  { "unhang", "unhang                      answer again", word_unhang },
  { "type", "type DIGITS|cancel          what the person types on the pin pad next", word_type },
};

static char *
describe (GuVirtualReader *self)
{
  const GuVirtualCounters *counters = &self->card->counters;

  return g_strdup_printf (
      "present=%d\ninsertions=%u\ntries=%d\napdus=%u\npower_ups=%u\nverify_ok=%u\n"
      "verify_bad=%u\nverify_empty=%u\nsign=%u\nunlocked=%d\nok\n",
      self->present,
      self->insertions,
      self->card->tries,
      counters->apdus,
      counters->power_ups,
      counters->verify_ok,
      counters->verify_bad,
      counters->verify_empty,
      counters->sign,
      self->card->verified);
}

char *
gu_virtual_reader_command (GuVirtualReader *self, const char *line)
{
  g_autofree char *copy = g_strstrip (g_strdup (line));
  g_auto (GStrv) parts = g_strsplit_set (copy, " ", 8);

  if (g_strcmp0 (parts[0], "status") == 0)
    return describe (self);
  if (g_strcmp0 (parts[0], "help") == 0)
    {
      GString *text = g_string_new ("status                      tries, counters, presence\n");

      for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        g_string_append_printf (text, "%s\n", words[i].help);
      g_string_append (text, "ok\n");
      return g_string_free (text, FALSE);
    }
  for (guint i = 0; parts[0] != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (parts[0], words[i].word))
      return g_strdup (words[i].run (self, parts + 1) ? "ok\n" : "error: bad argument\n");
  return g_strdup ("error: unknown word\n");
}
