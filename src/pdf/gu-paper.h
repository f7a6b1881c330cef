/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GuPaperInstitution:
 * @name: (not nullable): as on its stamp: "Primăria Orașului Exemplu"
 * @county: (nullable): "Ilfov"
 * @address: (nullable): street address of the seat
 * @fiscal_code: (nullable): CIF
 * @phone: (nullable): of the desk
 * @email: (nullable): of the desk
 * @website: (nullable): where the public finds it
 * @dpo_contact: (nullable): how to reach the data protection officer
 *
 * Who issues the paper. All strings of the papers are UTF-8, Romanian, borrowed from the caller.
 */
typedef struct
{
  const char *name;
  const char *county;
  const char *address;
  const char *fiscal_code;
  const char *phone;
  const char *email;
  const char *website;
  const char *dpo_contact;
} GuPaperInstitution;

/**
 * GuPaperItem:
 * @name: (not nullable): name of the document
 * @reference: (nullable): number and date of the document, "nr. 4521 din 03.11.2026"
 * @pages: number of pages; 0 when it has none (prints a dash)
 * @size: bytes
 * @sha256: (not nullable): 64 hexadecimal digits
 * @note: (nullable): remarks: "Copie conformă cu originalul", "Semnat electronic"
 *
 * One document of the dossier, a row on the papers.
 */
typedef struct
{
  const char *name;
  const char *reference;
  guint pages;
  guint64 size;
  const char *sha256;
  const char *note;
} GuPaperItem;

/**
 * GuOpis:
 * @institution: who keeps the dossier
 * @registration_number: (not nullable): "12345/23.11.2026"
 * @registration_date: (not nullable): "23.11.2026"
 * @register_name: (nullable): "Registrul general de intrare-ieșire"
 * @applicant: (not nullable): name; never a CNP
 * @representative: (nullable): name
 * @procedure: (not nullable): what is asked for
 * @object: (nullable): the property and the works
 * @items: (array length=n_items): the documents, in order
 * @n_items: how many
 * @prepared_by: (not nullable): who made the inventory
 * @prepared_by_role: (nullable): function, "referent"
 * @created_at_ms: milliseconds since 1970 UTC; printed in the time of Romania
 *
 * The inventory of a dossier (opis), signed by the clerk at intake.
 */
typedef struct
{
  GuPaperInstitution institution;
  const char *registration_number;
  const char *registration_date;
  const char *register_name;
  const char *applicant;
  const char *representative;
  const char *procedure;
  const char *object;
  const GuPaperItem *items;
  gsize n_items;
  const char *prepared_by;
  const char *prepared_by_role;
  gint64 created_at_ms;
} GuOpis;

/**
 * GuReceiptMissing:
 * @name: (not nullable): exact legal name of the requirement
 * @reason: (nullable): why it counts as missing ("expirat: eliberat la 01.09.2026")
 * @article: (nullable): where the law asks for it
 */
typedef struct
{
  const char *name;
  const char *reason;
  const char *article;
} GuReceiptMissing;

/**
 * GuReceipt:
 * @institution: who received the dossier
 * @registration_number: (not nullable): "12345/23.11.2026"
 * @registration_date: (not nullable): "23.11.2026"
 * @register_name: (nullable): name of the register
 * @applicant: (not nullable): name; never a CNP
 * @procedure: (not nullable): what is asked for
 * @object: (nullable): the property and the works
 * @items: (array length=n_items): the documents handed in
 * @n_items: how many
 * @missing: (array length=n_missing): what is still to be brought; none when complete
 * @n_missing: how many
 * @next_steps: (nullable): what happens now; paragraphs separated by newlines
 * @term: (nullable): the legal term in words: "cel mult 15 zile lucrătoare, până la 16.12.2026"
 * @term_article: (nullable): "art. 253 alin. (4) din Legea nr. 169/2026"
 * @opis_sha256: (nullable): 64 hexadecimal digits: SHA-256 of the signed inventory, in the QR code
 * @officer: (nullable): who received it
 * @created_at_ms: milliseconds since 1970 UTC; printed in the time of Romania
 *
 * The proof of registration (dovadă de înregistrare) for the applicant.
 */
typedef struct
{
  GuPaperInstitution institution;
  const char *registration_number;
  const char *registration_date;
  const char *register_name;
  const char *applicant;
  const char *procedure;
  const char *object;
  const GuPaperItem *items;
  gsize n_items;
  const GuReceiptMissing *missing;
  gsize n_missing;
  const char *next_steps;
  const char *term;
  const char *term_article;
  const char *opis_sha256;
  const char *officer;
  gint64 created_at_ms;
} GuReceipt;

/**
 * gu_paper_opis_new:
 * @opis: (not nullable): what it says
 * @error: return location; %G_IO_ERROR when the PDF cannot be made
 *
 * Thread: any. The same input gives the same bytes on the same machine.
 *
 * Returns: (transfer full) (nullable): a PDF, A4 portrait, Romanian.
 */
GBytes *gu_paper_opis_new (const GuOpis *opis, GError **error);

/**
 * gu_paper_receipt_new:
 * @receipt: (not nullable): what it says
 * @error: return location; %G_IO_ERROR when the PDF cannot be made
 *
 * The QR code says `GHISEU-UNIC/1 NR=number CIF=code OPIS-SHA256=hash` (what is known of it).
 *
 * Thread: any. The same input gives the same bytes on the same machine.
 *
 * Returns: (transfer full) (nullable): a PDF, A4 portrait, Romanian.
 */
GBytes *gu_paper_receipt_new (const GuReceipt *receipt, GError **error);

/**
 * gu_paper_n_pages:
 * @pdf: (not nullable): a paper that this desk made, signed or not; never bytes from outside
 *
 * Thread: any.
 *
 * Returns: its number of pages, 0 when it cannot be read.
 */
guint gu_paper_n_pages (GBytes *pdf);

/**
 * gu_paper_receipt_code:
 * @receipt: (not nullable): a receipt
 *
 * Returns: (transfer full): the text of its QR code.
 */
char *gu_paper_receipt_code (const GuReceipt *receipt);

G_END_DECLS
