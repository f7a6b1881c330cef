/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-pdf"

#include "config.h"

#include "gu-document-words.h"

#include "gu-document-limits.h"
#include "gu-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  int id;
  const char *sentence;
  const char *hint;
} GuWords;

static const GuWords code_words[] = {
  { GU_DOCUMENT_ERROR_FAILED,
    N_ ("The document could not be opened."),
    N_ ("Try again; if it happens again, tell the administrator.") },
  { GU_DOCUMENT_ERROR_EMPTY,
    N_ ("The file is empty."),
    N_ ("Ask for it again; it was probably not copied to the end.") },
  { GU_DOCUMENT_ERROR_NOT_A_FILE,
    N_ ("This is not a file."),
    N_ ("Choose PDF, JPEG, PNG or TIFF files.") },
  { GU_DOCUMENT_ERROR_ENCRYPTED,
    N_ ("The file is locked with a password."),
    N_ ("Ask for a copy without a password.") },
  { GU_DOCUMENT_ERROR_TRUNCATED,
    N_ ("The end of the file is missing."),
    N_ ("Copy the file again from where it comes, or ask for it again.") },
  { GU_DOCUMENT_ERROR_DAMAGED,
    N_ ("The file is damaged and cannot be read."),
    N_ ("Ask for the file again, or scan the paper.") },
  { GU_DOCUMENT_ERROR_NO_PAGES,
    N_ ("The file has no page that can be shown."),
    N_ ("Ask for the file again, or scan the paper.") },
  { GU_DOCUMENT_ERROR_TOO_MANY_PAGES,
    N_ ("The file has too many pages."),
    N_ ("Ask for it in several parts.") },
  { GU_DOCUMENT_ERROR_TOO_MANY_PIXELS,
    N_ ("The picture is too large: at most 150 megapixels and 30,000 pixels on a side can be "
        "shown."),
    N_ ("Scan it again with at most 300 dots per inch, or in several parts.") },
  { GU_DOCUMENT_ERROR_TOO_HEAVY,
    N_ ("The file takes too long or too much memory to open, or stops the program that opens it."),
    N_ ("Ask for it printed to PDF again, or scan the paper.") },
  { GU_DOCUMENT_ERROR_NOT_OPEN, N_ ("The document is no longer open."), N_ ("Open it again.") },
  { GU_DOCUMENT_ERROR_NO_SUCH_PAGE, N_ ("The document has no such page."), NULL },
};

static const GuWords kind_words[] = {
  { GU_DOCUMENT_KIND_ZIP,
    N_ ("The file is an archive or an office document, which cannot be shown at the counter."),
    N_ ("Add the papers in it one by one, as PDF, JPEG, PNG or TIFF; save office documents as "
        "PDF.") },
  { GU_DOCUMENT_KIND_ARCHIVE,
    N_ ("The file is an archive, which cannot be shown at the counter."),
    N_ ("Unpack it and add the papers in it one by one.") },
  { GU_DOCUMENT_KIND_OFFICE,
    N_ ("The file is an office document, which looks different on each computer."),
    N_ ("Ask for it saved as PDF.") },
  { GU_DOCUMENT_KIND_HEIF,
    N_ ("The file is a picture in the HEIC format of some phones, which is not taken in."),
    N_ ("Ask for it as JPEG: on the phone, choose the most compatible format for the camera.") },
  { GU_DOCUMENT_KIND_IMAGE,
    N_ ("The file is a picture in a format that is not taken in."),
    N_ ("Ask for it as JPEG, PNG, TIFF or PDF.") },
  { GU_DOCUMENT_KIND_DRAWING,
    N_ ("The file is a drawing of a drafting program, which cannot be shown at the counter."),
    N_ ("Ask for the plan as PDF.") },
  { GU_DOCUMENT_KIND_TEXT,
    N_ ("The file is a text or a web page, which cannot be shown at the counter."),
    N_ ("Ask for it as PDF.") },
  { GU_DOCUMENT_KIND_UNKNOWN,
    N_ ("The file is of a kind that is not taken in."),
    N_ ("Ask for it as PDF, JPEG, PNG or TIFF.") },
};

static const struct
{
  const char *nick;
  const char *sentence;
} warning_words[] = {
  { "javascript", N_ ("The file contains scripts (JavaScript). They do not run here.") },
  { "launch", N_ ("The file can start a program. Here it cannot; do not open it elsewhere.") },
  { "sends", N_ ("The file can send what is filled in it to somebody. Here it cannot.") },
  { "attachments",
    N_ ("Other files are attached to this one. They are kept in it, but not shown: ask for each as "
        "a "
        "file of its own.") },
  { "media", N_ ("The file contains sound, film or a 3D model, which are not shown.") },
  { "xfa",
    N_ ("The file is a form whose content may not be visible on its pages. Ask for it printed to "
        "PDF.") },
  { "restricted", N_ ("The author of the file has restricted printing or copying.") },
  { "repaired",
    N_ ("The file is damaged and was repaired to be shown. Look through all its pages.") },
  { "late-start", N_ ("Before the document the file has bytes that do not belong to it.") },
  { "too-heavy",
    N_ ("The file has pages that take too long to show. Ask for it printed to PDF again, or check "
        "it on paper.") },
};

static const GuWords *
gu_document_words_find (const GuWords *words, gsize n, int id)
{
  for (gsize i = 0; i < n; i++)
    {
      if (words[i].id == id)
        return &words[i];
    }

  return NULL;
}

static void
gu_document_words_set (GError **error,
                       GuDocumentError code,
                       const GuWords *words,
                       const char *detail)
{
  gu_error_set (error,
                GU_DOCUMENT_ERROR,
                (int) code,
                words->hint != NULL ? _ (words->hint) : NULL,
                detail,
                "%s",
                _ (words->sentence));
}

void
gu_document_words_refuse (GError **error, GuDocumentError code, const char *detail)
{
  const GuWords *words = gu_document_words_find (code_words, G_N_ELEMENTS (code_words), (int) code);

  gu_document_words_set (error, code, words != NULL ? words : &code_words[0], detail);
}

/* The ending of a name, with its dot; NULL when it has none. */
static const char *
gu_document_words_ending (const char *name)
{
  const char *dot = name != NULL ? strrchr (name, '.') : NULL;

  return dot != NULL && dot != name && dot[1] != '\0' && strlen (dot) <= 10 ? dot : NULL;
}

static void
gu_document_words_refuse_program (GError **error, const char *name)
{
  const char *hint = _ (
      "Do not open it anywhere. Ask where it comes from and tell the administrator.");
  const char *ending = gu_document_words_ending (name);

  if (ending != NULL && gu_document_kind_from_name (name) != GU_DOCUMENT_KIND_PROGRAM)
    gu_error_set (error,
                  GU_DOCUMENT_ERROR,
                  GU_DOCUMENT_ERROR_PROGRAM,
                  hint,
                  NULL,
                  /* Translators: %s is the ending of a file name, such as ".pdf" */
                  _ ("The file is a program, although its name ends in “%s”."),
                  ending);
  else
    gu_error_set (error,
                  GU_DOCUMENT_ERROR,
                  GU_DOCUMENT_ERROR_PROGRAM,
                  hint,
                  NULL,
                  "%s",
                  _ ("The file is a program."));
}

void
gu_document_words_refuse_kind (GError **error, GuDocumentKind kind, const char *name)
{
  const GuWords *words;

  if (kind == GU_DOCUMENT_KIND_PROGRAM)
    {
      gu_document_words_refuse_program (error, name);
      return;
    }

  words = gu_document_words_find (kind_words, G_N_ELEMENTS (kind_words), (int) kind);
  if (words == NULL)
    words = &kind_words[G_N_ELEMENTS (kind_words) - 1];
  gu_document_words_set (error, GU_DOCUMENT_ERROR_UNSUPPORTED, words, NULL);
}

void
gu_document_words_refuse_size (GError **error, guint64 size)
{
  g_autofree char *have = g_format_size_full (size, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *most = g_format_size_full (GU_DOCUMENT_MAX_BYTES, G_FORMAT_SIZE_IEC_UNITS);

  gu_error_set (error,
                GU_DOCUMENT_ERROR,
                GU_DOCUMENT_ERROR_FILE_TOO_LARGE,
                _ ("Ask for it in several parts, or scanned with at most 300 dots per inch."),
                NULL,
                /* Translators: the first %s is the size of the file, the second the largest size,
                 * such as "2.0 GiB" */
                _ ("The file is too large: %s; at most %s can be taken in."),
                have,
                most);
}

void
gu_document_words_refuse_pages (GError **error, guint pages)
{
  gu_error_set (
      error,
      GU_DOCUMENT_ERROR,
      GU_DOCUMENT_ERROR_TOO_MANY_PAGES,
      _ ("Ask for it in several parts."),
      NULL,
      /* Translators: the first number is how many pages the file has, the second the limit */
      g_dngettext (GETTEXT_PACKAGE,
                   "The file has %'u page; at most %'u can be taken in at once.",
                   "The file has %'u pages; at most %'u can be taken in at once.",
                   pages),
      pages,
      GU_DOCUMENT_MAX_PAGES);
}

const char *
gu_document_words_warning (const char *nick)
{
  for (gsize i = 0; i < G_N_ELEMENTS (warning_words); i++)
    {
      if (strcmp (warning_words[i].nick, nick) == 0)
        return _ (warning_words[i].sentence);
    }

  return NULL;
}

char *
gu_document_words_name_differs (GuDocumentKind kind, const char *name)
{
  const char *ending = gu_document_words_ending (name);
  const char *what = kind == GU_DOCUMENT_KIND_JPEG   ? "JPEG"
                     : kind == GU_DOCUMENT_KIND_PNG  ? "PNG"
                     : kind == GU_DOCUMENT_KIND_TIFF ? "TIFF"
                                                     : "PDF";

  /* Translators: the first %s is what the file is, such as "JPEG", the second the ending of its
   * name, such as ".pdf" */
  return g_strdup_printf (
      _ ("The file is a %s, although its name ends in “%s”."), what, ending != NULL ? ending : "");
}

char *
gu_document_words_many_pages (guint pages)
{
  return g_strdup_printf (
      /* Translators: %u is how many pages the file has, more than a thousand */
      g_dngettext (GETTEXT_PACKAGE,
                   "The file has %'u page. Check that it is the right one.",
                   "The file has %'u pages. Check that it is the right one.",
                   pages),
      pages);
}
