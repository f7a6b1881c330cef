/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-token-worker"

/* ghiseu-token-worker MODULE: the only program that runs the code of card vendors. It may crash or
 * hang: the desk kills it and says so. It never logs, and it keeps a PIN only while it is shown to
 * the card. */

#include "config.h"

#include "token-module.h"
#include "gu-token-protocol-private.h"

#include "gu-secret-bytes.h"
#include "gu-worker-process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* The card is locked again whenever OpenSC lets go of it, and OpenSC keeps no copy of the PIN. */
static const char opensc_conf[] = "app default {\n"
                                  "  debug = 0;\n"
                                  "  reader_driver pcsc {\n"
                                  "    disconnect_action = reset;\n"
                                  "    transaction_end_action = leave;\n"
                                  "    reconnect_action = leave;\n"
                                  "    enable_pinpad = true;\n"
                                  "  }\n"
                                  "  framework pkcs15 {\n"
                                  "    use_file_caching = no;\n"
                                  "    use_pin_caching = false;\n"
                                  "  }\n"
                                  "}\n";

/* In a page of its own, so that locking it locks nothing else. */
static guint8 *pin_page;
static gsize pin_page_size;

static void
configure_opensc (void)
{
  int fd = memfd_create ("opensc.conf", 0);
  g_autofree char *path = NULL;

  if (fd < 0 || write (fd, opensc_conf, sizeof opensc_conf - 1) != (ssize_t) sizeof opensc_conf - 1)
    return;
  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_setenv ("OPENSC_CONF", path, TRUE);
}

static void
harden (void)
{
  static const char *const noisy[] = { "OPENSC_DEBUG", "P11_KIT_DEBUG", "PKCS11SPY_OUTPUT" };
  const struct rlimit none = { 0, 0 };

  /* Each of these would write what passes between the desk and the card to a log. */
  for (guint i = 0; i < G_N_ELEMENTS (noisy); i++)
    g_unsetenv (noisy[i]);
  setrlimit (RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ /* the leak checker must attach to its own process */
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif

  pin_page_size = (gsize) sysconf (_SC_PAGESIZE);
  pin_page = mmap (NULL, pin_page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pin_page == MAP_FAILED)
    abort ();
  mlock (pin_page, pin_page_size);
  madvise (pin_page, pin_page_size, MADV_DONTDUMP);
}

/* Reads the PIN up to the end of the pipe; -1 when it is too long. */
static gssize
read_pin (int fd)
{
  gsize size = 0;

  while (size <= GU_TOKEN_PIN_MAX)
    {
      ssize_t n = read (fd, pin_page + size, GU_TOKEN_PIN_MAX + 1 - size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return n == 0 ? (gssize) size : -1;
      size += (gsize) n;
    }
  return -1;
}

static GVariant *
bytes_to_variant (GBytes *bytes)
{
  return g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE);
}

static GVariant *
do_load (TokenModule *module)
{
  TokenResult result = token_module_load (module);
  g_autofree char *description = result.rv == CKR_OK ? token_module_describe (module)
                                                     : g_strdup ("");

  return g_variant_new (GU_TOKEN_REPLY_LOAD, (guint64) result.rv, result.function, description);
}

static void
add_token (GVariantBuilder *builder, Token *token)
{
  GVariantBuilder certificates, authorities;

  g_variant_builder_init (&certificates, G_VARIANT_TYPE ("a(ayb)"));
  g_variant_builder_init (&authorities, G_VARIANT_TYPE ("aay"));
  for (guint i = 0; i < token->objects->len; i++)
    {
      TokenObject *object = g_ptr_array_index (token->objects, i);

      if (object->authority)
        g_variant_builder_add_value (&authorities, bytes_to_variant (object->der));
      else
        g_variant_builder_add (
            &certificates, "(@ayb)", bytes_to_variant (object->der), object->key_present);
    }
  g_variant_builder_add (builder,
                         "(sssbia(ayb)aay)",
                         token->description,
                         token->label,
                         token->manufacturer,
                         token->pin_pad,
                         token->tries,
                         &certificates,
                         &authorities);
}

static GVariant *
do_list (TokenModule *module)
{
  TokenResult result = token_module_scan (module);
  GPtrArray *tokens = token_module_get_tokens (module);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sssbia(ayb)aay)"));
  for (guint i = 0; i < tokens->len; i++)
    add_token (&builder, g_ptr_array_index (tokens, i));
  return g_variant_new (GU_TOKEN_REPLY_LIST, (guint64) result.rv, result.function, &builder);
}

static GVariant *
sign_reply (TokenResult result, int tries, gboolean always, GPtrArray *signatures)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aay"));
  for (guint i = 0; i < signatures->len; i++)
    g_variant_builder_add_value (&builder, bytes_to_variant (g_ptr_array_index (signatures, i)));
  return g_variant_new (
      GU_TOKEN_REPLY_SIGN, (guint64) result.rv, result.function, tries, always, &builder);
}

static GVariant *
do_sign (TokenModule *module, GVariant *args, GUnixFDList *fds)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray)
      signatures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GVariant) list = NULL;
  const char *id;
  guint64 mechanism;
  gssize pin_size = 0;
  gboolean has_pin = fds != NULL && g_unix_fd_list_get_length (fds) == 1;
  gboolean always = FALSE;
  int tries = -1;
  TokenResult result = { CKR_PIN_LEN_RANGE, "read" };

  g_variant_get (args, "(&st@aay)", &id, &mechanism, &list);
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr (GVariant) block = g_variant_get_child_value (list, i);

      g_ptr_array_add (blocks, g_variant_get_data_as_bytes (block));
    }

  if (has_pin)
    pin_size = read_pin (g_unix_fd_list_peek_fds (fds, NULL)[0]);
  if (pin_size >= 0)
    result = token_module_sign (module,
                                id,
                                mechanism,
                                has_pin ? pin_page : NULL,
                                (gsize) pin_size,
                                blocks,
                                signatures,
                                &always,
                                &tries);
  gu_wipe (pin_page, pin_page_size);
  return sign_reply (result, tries, always, signatures);
}

static gboolean
handle (const char *method,
        GVariant *args,
        GUnixFDList *fds,
        GVariant **reply,
        GUnixFDList **reply_fds,
        gpointer user_data,
        GError **error)
{
  TokenModule *module = user_data;

  if (g_str_equal (method, GU_TOKEN_METHOD_LOAD))
    *reply = do_load (module);
  else if (g_str_equal (method, GU_TOKEN_METHOD_LIST))
    *reply = do_list (module);
  else if (g_str_equal (method, GU_TOKEN_METHOD_SIGN) && args != NULL
           && g_variant_is_of_type (args, G_VARIANT_TYPE (GU_TOKEN_ARGS_SIGN)))
    *reply = do_sign (module, args, fds);
  else
    return gu_worker_unknown_method (method, error);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (TokenModule) module = NULL;

  if (argc != 2)
    {
      fputs ("ghiseu-token-worker is started by the desk, with the name of a module.\n", stderr);
      return 2;
    }
  harden ();
  configure_opensc ();
  module = token_module_new (argv[1]);
  return gu_worker_serve (GU_WORKER_FD, handle, module);
}
