/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-card"

#include "config.h"

#include "gu-token-service.h"

#include "gu-card-pcsc-private.h"
#include "gu-error.h"
#include "gu-token-worker-private.h"

#include <string.h>

#define WORKER_NAME      "ghiseu-token-worker"
#define DEFAULT_MODULE   "opensc-pkcs11.so"
#define OPEN_DEADLINE_MS 45000
#define SIGN_DEADLINE_MS 15000
#define PIN_PAD_EXTRA_MS 60000
#define REMOVAL_GRACE_MS 1000
#define LOOKS_MAX        3
#define SHA256_SIZE      32
/* SP 800-73-4, ISO 9564: no card takes a shorter one; longer ones are passphrases of tokens. */
#define PIN_MIN 4

struct _GuTokenService
{
  GObject parent_instance;

  /* owned */
  GMutex lock;             /* one call at a time; guards what follows */
  GPtrArray *workers;      /* of GuTokenWorker, one for each module */
  GPtrArray *certificates; /* of GuTokenCertificate, as last read */
  GHashTable *homes;       /* certificate id → GuTokenHome */
  GuCardCanary *canary;    /* of the card service that the workers are connected to */
  GuClock *clock;
  char **modules;
  guint open_ms;
  guint sign_ms;
};

/* Where a certificate was found. */
typedef struct
{
  GuTokenWorker *worker; /* borrowed */
  char *reader;          /* name in PC/SC; NULL when PC/SC knows no such reader */
  guint generation;      /* of the worker that has the session */
  int insertion;         /* of the card that was read */
} GuTokenHome;

G_DEFINE_FINAL_TYPE (GuTokenService, gu_token_service, G_TYPE_OBJECT)

static void
home_free (gpointer data)
{
  GuTokenHome *home = data;

  g_free (home->reader);
  g_free (home);
}

static void
gu_token_service_finalize (GObject *object)
{
  GuTokenService *self = GU_TOKEN_SERVICE (object);

  g_clear_pointer (&self->homes, g_hash_table_unref);
  g_clear_pointer (&self->certificates, g_ptr_array_unref);
  g_clear_pointer (&self->workers, g_ptr_array_unref);
  g_clear_pointer (&self->modules, g_strfreev);
  g_clear_pointer (&self->canary, gu_card_canary_free);
  g_clear_object (&self->clock);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (gu_token_service_parent_class)->finalize (object);
}

static void
gu_token_service_class_init (GuTokenServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gu_token_service_finalize;
}

static void
gu_token_service_init (GuTokenService *self)
{
  g_mutex_init (&self->lock);
  self->workers = g_ptr_array_new_with_free_func (g_object_unref);
  self->certificates = g_ptr_array_new_with_free_func (g_object_unref);
  self->homes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, home_free);
  self->clock = gu_clock_new ();
  self->open_ms = OPEN_DEADLINE_MS;
  self->sign_ms = SIGN_DEADLINE_MS;
}

GuTokenService *
gu_token_service_new (const char *worker_program, const char *const *modules)
{
  static const char *const opensc_alone[] = { DEFAULT_MODULE, NULL };
  GuTokenService *self = g_object_new (GU_TYPE_TOKEN_SERVICE, NULL);
  g_autofree char *program = worker_program != NULL ? g_strdup (worker_program)
                                                    : gu_worker_process_find (NULL, WORKER_NAME);

  if (modules == NULL || modules[0] == NULL)
    modules = opensc_alone;
  self->modules = g_strdupv ((char **) modules);
  for (char **module = self->modules; *module != NULL; module++)
    g_ptr_array_add (self->workers, gu_token_worker_new (program, *module));
  return self;
}

void
gu_token_service_set_clock (GuTokenService *self, GuClock *clock)
{
  g_mutex_lock (&self->lock);
  g_set_object (&self->clock, clock);
  g_mutex_unlock (&self->lock);
}

void
gu_token_service_set_deadlines (GuTokenService *self, guint open_ms, guint sign_ms)
{
  g_mutex_lock (&self->lock);
  self->open_ms = open_ms;
  self->sign_ms = sign_ms;
  g_mutex_unlock (&self->lock);
}

const char *const *
gu_token_service_get_modules (GuTokenService *self)
{
  return (const char *const *) self->modules;
}

static void
add_slot_locked (GuTokenService *self, GuTokenWorker *worker, const GuTokenSlot *slot)
{
  g_autofree char *reader = gu_card_pcsc_find_reader (slot->description);

  for (guint i = 0; i < slot->certificates->len; i++)
    {
      g_autoptr (GuTokenCertificate)
          certificate = gu_token_certificate_new (g_ptr_array_index (slot->certificates, i),
                                                  reader != NULL ? reader : slot->description,
                                                  slot->label,
                                                  g_array_index (slot->keys, gboolean, i),
                                                  slot->tries,
                                                  slot->pin_pad,
                                                  slot->authorities,
                                                  gu_clock_now_ms (self->clock));
      GuTokenHome *home;
      const char *id;

      if (certificate == NULL)
        continue;
      /* Two modules may know the same card: the first in the list of preferences has it. */
      id = gu_token_certificate_get_id (certificate);
      if (g_hash_table_contains (self->homes, id))
        continue;

      home = g_new0 (GuTokenHome, 1);
      home->worker = worker;
      home->reader = g_strdup (reader);
      home->generation = gu_token_worker_get_generation (worker);
      home->insertion = reader != NULL ? gu_card_pcsc_get_insertion (reader) : -1;
      g_hash_table_insert (self->homes, g_strdup (id), home);
      g_ptr_array_add (self->certificates, g_steal_pointer (&certificate));
    }
}

/* What can sign, then what could but for a fault that passes, then what was never meant to. */
static int
rank (GuTokenCertificate *certificate)
{
  if (gu_token_certificate_get_usable (certificate))
    return 0;
  return gu_token_certificate_get_reason_code (certificate) == GU_CARD_ERROR_CERTIFICATE_UNUSABLE
             ? 2
             : 1;
}

static int
best_first (gconstpointer a, gconstpointer b)
{
  return rank (*(GuTokenCertificate *const *) a) - rank (*(GuTokenCertificate *const *) b);
}

/* Says why nothing was found: what PC/SC knows comes before what a module thinks of it. */
static void
explain_nothing (gboolean any_token, GError *failure, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (!gu_card_pcsc_explain (&reason))
    g_propagate_error (error, g_steal_pointer (&reason));
  else if (failure != NULL)
    g_propagate_error (error, g_error_copy (failure));
  else
    gu_card_error_set (
        error, any_token ? GU_CARD_ERROR_NO_CERTIFICATE : GU_CARD_ERROR_UNKNOWN_CARD, -1, NULL);
}

static void
kill_workers_locked (GuTokenService *self)
{
  for (guint i = 0; i < self->workers->len; i++)
    gu_token_worker_kill (g_ptr_array_index (self->workers, i));
}

/* After pcscd was restarted the modules still talk to the one that is gone: they are ended too. */
static void
follow_service_locked (GuTokenService *self)
{
  if (self->canary != NULL && gu_card_canary_is_alive (self->canary))
    return;
  g_clear_pointer (&self->canary, gu_card_canary_free);
  kill_workers_locked (self);
  self->canary = gu_card_canary_new ();
}

static gboolean
list_once_locked (GuTokenService *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean any_token = FALSE;

  follow_service_locked (self);
  g_ptr_array_set_size (self->certificates, 0);
  g_hash_table_remove_all (self->homes);

  for (guint i = 0; i < self->workers->len; i++)
    {
      GuTokenWorker *worker = g_ptr_array_index (self->workers, i);
      g_autoptr (GError) local = NULL;
      g_autoptr (GPtrArray)
          slots = gu_token_worker_list (worker, self->open_ms, cancellable, &local);

      if (slots == NULL && g_error_matches (local, GU_CARD_ERROR, GU_CARD_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (slots == NULL && failure == NULL)
        failure = g_steal_pointer (&local);
      for (guint k = 0; slots != NULL && k < slots->len; k++)
        {
          any_token = TRUE;
          add_slot_locked (self, worker, g_ptr_array_index (slots, k));
        }
    }

  if (self->certificates->len == 0)
    {
      explain_nothing (any_token, failure, error);
      return FALSE;
    }
  g_ptr_array_sort (self->certificates, best_first);
  return TRUE;
}

/* A card that comes while the modules look was not there for them and is there for PC/SC, which
 * would make it an unknown one: then they look again. */
static gboolean
list_locked (GuTokenService *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *before = gu_card_pcsc_snapshot ();

  for (guint round = 0; round < LOOKS_MAX; round++)
    {
      g_autoptr (GError) local = NULL;
      g_autofree char *after = NULL;

      if (list_once_locked (self, cancellable, &local))
        return TRUE;
      after = gu_card_pcsc_snapshot ();
      if (round + 1 == LOOKS_MAX || g_str_equal (before, after)
          || g_error_matches (local, GU_CARD_ERROR, GU_CARD_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_free (before);
      before = g_steal_pointer (&after);
    }
  return FALSE;
}

static gpointer
ref_object (gconstpointer object, gpointer user_data)
{
  return g_object_ref ((gpointer) object);
}

GPtrArray *
gu_token_service_list_certificates (GuTokenService *self, GCancellable *cancellable, GError **error)
{
  GPtrArray *copy = NULL;

  g_mutex_lock (&self->lock);
  if (list_locked (self, cancellable, error))
    copy = g_ptr_array_copy (self->certificates, ref_object, NULL);
  g_mutex_unlock (&self->lock);
  if (copy != NULL)
    g_ptr_array_set_free_func (copy, g_object_unref);
  return copy;
}

static GuTokenCertificate *
find_certificate_locked (GuTokenService *self, const char *id)
{
  for (guint i = 0; i < self->certificates->len; i++)
    {
      GuTokenCertificate *certificate = g_ptr_array_index (self->certificates, i);

      if (g_str_equal (gu_token_certificate_get_id (certificate), id))
        return certificate;
    }
  return NULL;
}

/* Finds the certificate in a session that is still open, reading the card when it is not. */
static GuTokenHome *
open_home_locked (GuTokenService *self, const char *id, GCancellable *cancellable, GError **error)
{
  GuTokenHome *home;

  follow_service_locked (self);
  home = g_hash_table_lookup (self->homes, id);
  if (home != NULL && home->generation == gu_token_worker_get_generation (home->worker)
      && (home->reader == NULL || home->insertion == gu_card_pcsc_get_insertion (home->reader)))
    return home;

  if (!list_locked (self, cancellable, error))
    return NULL;
  home = g_hash_table_lookup (self->homes, id);
  if (home == NULL)
    gu_card_error_set (error, GU_CARD_ERROR_NO_CERTIFICATE, -1, "not the certificate asked for");
  return home;
}

/* What can be said without asking the card, is: so that no try is spent on it. */
static gboolean
check_request (GuTokenService *self,
               GuTokenCertificate *certificate,
               GuSecretBytes *pin,
               GPtrArray *digests,
               GError **error)
{
  gint64 now_ms = gu_clock_now_ms (self->clock);
  gsize size = 0;

  for (guint i = 0; i < digests->len; i++)
    g_return_val_if_fail (g_bytes_get_size (g_ptr_array_index (digests, i)) == SHA256_SIZE, FALSE);

  if (!gu_token_certificate_get_usable (certificate))
    {
      gu_card_error_set (error, gu_token_certificate_get_reason_code (certificate), -1, NULL);
      return FALSE;
    }
  /* It may have expired since the card was read. */
  if (now_ms > gu_token_certificate_get_not_after_ms (certificate))
    {
      gu_card_error_set (error, GU_CARD_ERROR_CERTIFICATE_EXPIRED, -1, NULL);
      return FALSE;
    }

  if (pin != NULL)
    gu_secret_bytes_peek (pin, &size);
  if (pin == NULL ? !gu_token_certificate_get_pin_pad (certificate) : size < PIN_MIN)
    {
      gu_card_error_set (error, GU_CARD_ERROR_PIN_FORMAT, -1, NULL);
      return FALSE;
    }
  return TRUE;
}

static gboolean
verify_all (GuTokenCertificate *certificate, GPtrArray *digests, GPtrArray *signatures)
{
  if (signatures->len != digests->len)
    return FALSE;
  for (guint i = 0; i < digests->len; i++)
    if (!gu_token_certificate_verify_digest (
            certificate, g_ptr_array_index (digests, i), g_ptr_array_index (signatures, i)))
      return FALSE;
  return TRUE;
}

static void
kill_worker (gpointer user_data)
{
  gu_token_worker_kill (user_data);
}

/* A failure while the card was leaving is the removal's fault, whatever the module made of it. */
static void
blame_removal (const GuTokenHome *home, gboolean seen_leaving, GError **error)
{
  g_autofree char *detail = NULL;

  if (g_error_matches (*error, GU_CARD_ERROR, GU_CARD_ERROR_CANCELLED)
      || g_error_matches (*error, GU_CARD_ERROR, GU_CARD_ERROR_CARD_REMOVED))
    return;
  if (!seen_leaving && (home->reader == NULL || gu_card_pcsc_is_present (home->reader)))
    return;
  detail = g_strdup (gu_error_get_detail (*error));
  g_clear_error (error);
  gu_card_error_set (error, GU_CARD_ERROR_CARD_REMOVED, -1, detail);
}

static GPtrArray *
sign_guarded (GuTokenService *self,
              GuTokenHome *home,
              GuTokenCertificate *certificate,
              GuSecretBytes *pin,
              GPtrArray *digests,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GError) local = NULL;
  GPtrArray *signatures;
  GuCardGuard *guard = NULL;
  guint deadline_ms = self->sign_ms + (pin == NULL ? PIN_PAD_EXTRA_MS * digests->len : 0);
  gboolean seen_leaving = FALSE;

  /* OpenSC waits for ever for a card that is pulled at the wrong moment: the guard ends it. */
  if (home->reader != NULL)
    guard = gu_card_guard_new (
        home->reader, REMOVAL_GRACE_MS, kill_worker, g_object_ref (home->worker), g_object_unref);
  signatures = gu_token_worker_sign (
      home->worker, certificate, pin, digests, deadline_ms, cancellable, &local);
  if (guard != NULL)
    seen_leaving = gu_card_guard_drop (guard);
  if (signatures != NULL)
    return signatures;

  blame_removal (home, seen_leaving, &local);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static GPtrArray *
sign_locked (GuTokenService *self,
             const char *id,
             GuSecretBytes *pin,
             GPtrArray *digests,
             GCancellable *cancellable,
             GError **error)
{
  GuTokenHome *home = open_home_locked (self, id, cancellable, error);
  g_autoptr (GuTokenCertificate) certificate = NULL;
  g_autoptr (GPtrArray) signatures = NULL;

  if (home == NULL)
    return NULL;
  certificate = g_object_ref (find_certificate_locked (self, id));
  if (!check_request (self, certificate, pin, digests, error))
    return NULL;

  signatures = sign_guarded (self, home, certificate, pin, digests, cancellable, error);
  if (signatures == NULL)
    return NULL;
  if (!verify_all (certificate, digests, signatures))
    {
      gu_card_error_set (
          error, GU_CARD_ERROR_BAD_ANSWER, -1, "the signature does not fit the certificate");
      return NULL;
    }
  return g_steal_pointer (&signatures);
}

GPtrArray *
gu_token_service_sign_digests (GuTokenService *self,
                               const char *certificate_id,
                               GuSecretBytes *pin,
                               GPtrArray *sha256_digests,
                               GCancellable *cancellable,
                               GError **error)
{
  GPtrArray *signatures;

  g_return_val_if_fail (GU_IS_TOKEN_SERVICE (self), NULL);
  g_return_val_if_fail (certificate_id != NULL && sha256_digests->len > 0, NULL);

  g_mutex_lock (&self->lock);
  signatures = sign_locked (self, certificate_id, pin, sha256_digests, cancellable, error);
  g_mutex_unlock (&self->lock);
  return signatures;
}

GBytes *
gu_token_service_sign_digest (GuTokenService *self,
                              const char *certificate_id,
                              GuSecretBytes *pin,
                              GBytes *sha256_digest,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GPtrArray) digests = g_ptr_array_new ();
  g_autoptr (GPtrArray) signatures = NULL;

  g_ptr_array_add (digests, sha256_digest);
  signatures = gu_token_service_sign_digests (
      self, certificate_id, pin, digests, cancellable, error);
  return signatures != NULL ? g_bytes_ref (g_ptr_array_index (signatures, 0)) : NULL;
}

void
gu_token_service_close (GuTokenService *self)
{
  g_mutex_lock (&self->lock);
  kill_workers_locked (self);
  g_hash_table_remove_all (self->homes);
  g_ptr_array_set_size (self->certificates, 0);
  g_mutex_unlock (&self->lock);
}

gboolean
gu_token_service_check_module (GuTokenService *self,
                               const char *module,
                               char **description,
                               GError **error)
{
  gboolean loaded = FALSE;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->workers->len; i++)
    if (g_str_equal (self->modules[i], module))
      loaded = gu_token_worker_load (
          g_ptr_array_index (self->workers, i), self->open_ms, description, error);
  g_mutex_unlock (&self->lock);
  return loaded;
}
