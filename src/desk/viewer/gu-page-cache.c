/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-page-cache.h"

#include "gu-document-limits.h"

#include <math.h>

/* Pictures of pages, a bounded number of bytes of them. */

#define MAX_BYTES ((gsize) 96 * 1024 * 1024)

typedef struct
{
  GdkTexture *texture; /* owned, nullable */
  GError *error;       /* owned, nullable */
  double scale;
  int rotation;
  gsize bytes;
} Slot;

struct _GuPageCache
{
  GObject parent_instance;

  GuDocumentHandle *document; /* owned */
  GHashTable *slots;          /* owned: page + 1 → Slot */
  GCancellable *cancellable;  /* owned, nullable: of the picture being drawn */

  guint first;
  guint last;
  double scale;
  int rotation;
  gboolean has_view;
  gboolean stopped;
  gsize bytes;
};

typedef struct
{
  GuPageCache *cache; /* owned */
  guint page;
  double scale;
  int rotation;
} Request;

enum
{
  DRAWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GuPageCache, gu_page_cache, G_TYPE_OBJECT)

static void ask_next (GuPageCache *self);

static void
slot_free (gpointer data)
{
  Slot *slot = data;

  g_clear_object (&slot->texture);
  g_clear_error (&slot->error);
  g_free (slot);
}

static Slot *
find_slot (GuPageCache *self, guint page)
{
  return g_hash_table_lookup (self->slots, GUINT_TO_POINTER (page + 1));
}

static gboolean
is_right (GuPageCache *self, const Slot *slot)
{
  return slot != NULL && fabs (slot->scale - self->scale) < 0.001
         && slot->rotation == self->rotation;
}

/* What the picture of @page takes at the scale that is asked for. */
static gsize
estimate_bytes (GuPageCache *self, guint page)
{
  double width = 0;
  double height = 0;
  double pixels = 0;

  if (!gu_document_handle_get_page_size (self->document, page, &width, &height))
    return 0;
  pixels = (width * self->scale + 1) * (height * self->scale + 1);
  return (gsize) (MIN (pixels, (double) GU_DOCUMENT_MAX_SCREEN_PIXELS) * 4);
}

/* Pictures of another size go first, then the pages farthest from what is in sight. */
static void
forget_far_pages (GuPageCache *self)
{
  while (self->bytes > MAX_BYTES && g_hash_table_size (self->slots) > 1)
    {
      GHashTableIter iter;
      gpointer key = NULL;
      gpointer value = NULL;
      gpointer far_key = NULL;
      guint far = 0;

      g_hash_table_iter_init (&iter, self->slots);
      while (g_hash_table_iter_next (&iter, &key, &value))
        {
          guint page = GPOINTER_TO_UINT (key) - 1;
          guint distance = page < self->first  ? self->first - page
                           : page > self->last ? page - self->last
                                               : 0;

          if (distance > 0 && !is_right (self, value))
            distance += gu_document_handle_get_n_pages (self->document);
          if (distance > far)
            {
              far = distance;
              far_key = key;
            }
        }
      if (far_key == NULL)
        return;
      self->bytes -= ((Slot *) g_hash_table_lookup (self->slots, far_key))->bytes;
      g_hash_table_remove (self->slots, far_key);
    }
}

static void
keep (GuPageCache *self, const Request *request, GuPagePicture *picture, const GError *error)
{
  Slot *slot = find_slot (self, request->page);

  if (slot == NULL)
    {
      slot = g_new0 (Slot, 1);
      g_hash_table_insert (self->slots, GUINT_TO_POINTER (request->page + 1), slot);
    }
  slot->scale = request->scale;
  slot->rotation = request->rotation;
  g_clear_error (&slot->error);
  if (picture == NULL)
    {
      slot->error = g_error_copy (error);
      return;
    }
  g_clear_object (&slot->texture);
  self->bytes -= slot->bytes;
  slot->texture = gdk_memory_texture_new (gu_page_picture_get_width (picture),
                                          gu_page_picture_get_height (picture),
                                          GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
                                          gu_page_picture_get_pixels (picture),
                                          gu_page_picture_get_stride (picture));
  slot->bytes = (gsize) gu_page_picture_get_stride (picture) * gu_page_picture_get_height (picture);
  self->bytes += slot->bytes;
  forget_far_pages (self);
}

static void
on_rendered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Request *request = user_data;
  g_autoptr (GuPageCache) self = request->cache;
  g_autoptr (GError) error = NULL;
  g_autoptr (GuPagePicture)
      picture = gu_document_handle_render_finish (GU_DOCUMENT_HANDLE (source), result, &error);

  g_clear_object (&self->cancellable);
  if (self->stopped)
    return;
  if (picture != NULL || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    keep (self, request, picture, error);
  ask_next (self);
  g_signal_emit (self, signals[DRAWN], 0);
}

static gboolean
find_wanted (GuPageCache *self, guint *wanted)
{
  guint n_pages = gu_document_handle_get_n_pages (self->document);
  const guint nearby[] = { self->last + 1, self->first - 1 };
  gsize bytes = 0;

  for (guint page = self->first; page <= self->last && page < n_pages; page++)
    {
      if (!is_right (self, find_slot (self, page)))
        {
          *wanted = page;
          return TRUE;
        }
      bytes += estimate_bytes (self, page);
    }
  /* One page ahead and one behind, so that scrolling finds them ready; but only as many as can be
   * kept beside what is in sight, or they would be drawn and forgotten without end. */
  for (gsize i = 0; i < G_N_ELEMENTS (nearby); i++)
    {
      if (nearby[i] >= n_pages)
        continue;
      bytes += estimate_bytes (self, nearby[i]);
      if (bytes > MAX_BYTES)
        return FALSE;
      if (!is_right (self, find_slot (self, nearby[i])))
        {
          *wanted = nearby[i];
          return TRUE;
        }
    }
  return FALSE;
}

static void
ask_next (GuPageCache *self)
{
  Request *request = NULL;
  guint page = 0;

  if (self->stopped || !self->has_view || self->cancellable != NULL || !find_wanted (self, &page))
    return;
  request = g_new0 (Request, 1);
  request->cache = g_object_ref (self);
  request->page = page;
  request->scale = self->scale;
  request->rotation = self->rotation;
  self->cancellable = g_cancellable_new ();
  gu_document_handle_render_async (
      self->document, page, self->scale, self->rotation, self->cancellable, on_rendered, request);
}

static void
gu_page_cache_finalize (GObject *object)
{
  GuPageCache *self = GU_PAGE_CACHE (object);

  g_clear_object (&self->document);
  g_clear_pointer (&self->slots, g_hash_table_unref);
  G_OBJECT_CLASS (gu_page_cache_parent_class)->finalize (object);
}

static void
gu_page_cache_class_init (GuPageCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gu_page_cache_finalize;

  signals[DRAWN] = g_signal_new (
      "drawn", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gu_page_cache_init (GuPageCache *self)
{
  self->slots = g_hash_table_new_full (NULL, NULL, NULL, slot_free);
}

GuPageCache *
gu_page_cache_new (GuDocumentHandle *document)
{
  GuPageCache *self = g_object_new (GU_TYPE_PAGE_CACHE, NULL);

  self->document = g_object_ref (document);
  return self;
}

void
gu_page_cache_set_view (GuPageCache *self, guint first, guint last, double scale, int rotation)
{
  g_return_if_fail (GU_IS_PAGE_CACHE (self));

  self->first = first;
  self->last = last;
  self->scale = scale;
  self->rotation = rotation;
  self->has_view = TRUE;
  ask_next (self);
}

GdkTexture *
gu_page_cache_peek (GuPageCache *self, guint page)
{
  Slot *slot = NULL;

  g_return_val_if_fail (GU_IS_PAGE_CACHE (self), NULL);

  slot = find_slot (self, page);
  return slot != NULL && slot->rotation == self->rotation ? slot->texture : NULL;
}

const GError *
gu_page_cache_get_error (GuPageCache *self, guint page)
{
  Slot *slot = NULL;

  g_return_val_if_fail (GU_IS_PAGE_CACHE (self), NULL);

  slot = find_slot (self, page);
  return slot != NULL ? slot->error : NULL;
}

gboolean
gu_page_cache_is_settled (GuPageCache *self)
{
  g_return_val_if_fail (GU_IS_PAGE_CACHE (self), FALSE);

  if (!self->has_view)
    return FALSE;
  for (guint page = self->first; page <= self->last; page++)
    if (page < gu_document_handle_get_n_pages (self->document)
        && !is_right (self, find_slot (self, page)))
      return FALSE;
  return TRUE;
}

gboolean
gu_page_cache_is_idle (GuPageCache *self)
{
  g_return_val_if_fail (GU_IS_PAGE_CACHE (self), FALSE);

  return self->cancellable == NULL;
}

void
gu_page_cache_stop (GuPageCache *self)
{
  g_return_if_fail (GU_IS_PAGE_CACHE (self));

  self->stopped = TRUE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}
