/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The fixed words of the papers. They are official papers: always in Romanian, whatever the
 * language of the window, so they are not translated.
 */

#define GU_TEXT_PAGE           "Pagina %u din %u"
#define GU_TEXT_COUNTY         "Județul %s"
#define GU_TEXT_FISCAL_CODE    "CIF %s"
#define GU_TEXT_PHONE          "tel. %s"
#define GU_TEXT_REGISTRATION   "Număr de înregistrare"
#define GU_TEXT_APPLICANT      "Solicitant"
#define GU_TEXT_REPRESENTATIVE "Reprezentant"
#define GU_TEXT_PROCEDURE      "Cererea"
#define GU_TEXT_OBJECT         "Obiectul"
#define GU_TEXT_REGISTER       "Registrul"
#define GU_TEXT_TIME           "%d.%m.%Y, ora %H:%M"

#define GU_TEXT_NUMBER    "Nr.\ncrt."
#define GU_TEXT_DOCUMENT  "Denumirea documentului"
#define GU_TEXT_REFERENCE "Nr./data"
#define GU_TEXT_SHEETS    "File"
#define GU_TEXT_SIZE      "Dimensiune"
#define GU_TEXT_SHA256    "SHA-256"
#define GU_TEXT_NOTES     "Mențiuni"

#define GU_TEXT_OPIS_TITLE     "OPIS"
#define GU_TEXT_OPIS_SUBTITLE  "al documentelor din dosarul nr. %s"
#define GU_TEXT_OPIS_META      "Opis – dosarul nr. %s"
#define GU_TEXT_OPIS_SUBJECT   "Inventarul documentelor din dosar"
#define GU_TEXT_OPIS_CONTINUED "Opis la dosarul nr. %s (continuare)"
#define GU_TEXT_OPIS_FOOTER    "%s · Opis la nr. %s"
#define GU_TEXT_OPIS_TOTAL     "Prezentul dosar conține %s, în total %s (%s)."
#define GU_TEXT_OPIS_HASHES                                                                             \
  "Fișierele sunt păstrate nemodificate. Amprenta SHA-256 a fiecărui fișier, trecută mai sus, se " \
  "poate recalcula oricând și dovedește că fișierul este cel depus."
#define GU_TEXT_OPIS_MADE_BY "Întocmit"
#define GU_TEXT_OPIS_MADE_AT "Data și ora"
#define GU_TEXT_OPIS_SIGNED  "Semnătura"
#define GU_TEXT_OPIS_SIGNATURE                                                                     \
  "Electronică, cuprinsă în acest fișier (PAdES). Se verifică în orice cititor de PDF."
#define GU_TEXT_DOCUMENT_ONE  "document"
#define GU_TEXT_DOCUMENT_MANY "documente"
#define GU_TEXT_PAGE_ONE      "filă"
#define GU_TEXT_PAGE_MANY     "file"

#define GU_TEXT_RECEIPT_TITLE     "DOVADĂ DE ÎNREGISTRARE"
#define GU_TEXT_RECEIPT_META      "Dovadă de înregistrare nr. %s"
#define GU_TEXT_RECEIPT_SUBJECT   "Dovada depunerii unui dosar"
#define GU_TEXT_RECEIPT_CONTINUED "Dovadă de înregistrare nr. %s (continuare)"
#define GU_TEXT_RECEIPT_FOOTER    "%s · Dovadă de înregistrare nr. %s"
#define GU_TEXT_RECEIPT_WHEN      "Înregistrat la %s"
#define GU_TEXT_RECEIPT_QR        "Codul conține numărul dosarului și amprenta opisului semnat."
#define GU_TEXT_RECEIPT_QR_PLAIN  "Codul conține numărul dosarului."
#define GU_TEXT_RECEIPT_OFFICER   "Primit de"
#define GU_TEXT_RECEIPT_COMPLETE                                                                   \
  "La depunere, dosarul cuprinde toate documentele cerute de lege pentru această procedură."
#define GU_TEXT_RECEIPT_MISSING "Ce mai trebuie adus (%s)"
#define GU_TEXT_RECEIPT_MISSING_INTRO                                                                   \
  "Cererea este înregistrată. Pentru ca dosarul să fie complet, vă rugăm să depuneți, cu acest " \
  "număr "                                                                                             \
  "de înregistrare:"
#define GU_TEXT_RECEIPT_NEXT    "Ce urmează"
#define GU_TEXT_RECEIPT_TERM    "Termen legal"
#define GU_TEXT_RECEIPT_PAPERS  "Documente depuse (%" G_GSIZE_FORMAT ")"
#define GU_TEXT_RECEIPT_NUMBER  "Nr."
#define GU_TEXT_RECEIPT_PAGES   "File"
#define GU_TEXT_RECEIPT_HASH    "Amprentă SHA-256 (început)"
#define GU_TEXT_RECEIPT_OPIS    "Amprenta SHA-256 a opisului semnat: %s"
#define GU_TEXT_RECEIPT_PRIVACY "Datele dumneavoastră personale"
#define GU_TEXT_RECEIPT_PRIVACY_TEXT                                                                       \
  "Operator: %s. Datele sunt prelucrate pentru înregistrarea și soluționarea cererii și pentru "       \
  "ținerea registrelor și a arhivei, ca obligație legală și sarcină de interes public – art. 6 "   \
  "alin. (1) lit. c) și e) din Regulamentul (UE) 2016/679 și Legea nr. 190/2018. Ele pot fi "            \
  "transmise instituțiilor care emit avize sau acorduri pentru această cerere și se păstrează "       \
  "potrivit nomenclatorului arhivistic. Aveți dreptul de acces, de rectificare, de "                      \
  "restricționare "                                                                                       \
  "și de opoziție și puteți face plângere la Autoritatea Națională de Supraveghere a Prelucrării " \
  "Datelor cu Caracter Personal (www.dataprotection.ro)."
#define GU_TEXT_RECEIPT_DPO     " Responsabil cu protecția datelor: %s."
#define GU_TEXT_RECEIPT_CONTACT "Întrebări despre dosar: %s. Comunicați întotdeauna numărul %s."
