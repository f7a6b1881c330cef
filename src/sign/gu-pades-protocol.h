/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What #GuSignatureService and the document worker say to each other. Each call carries the
 * document as descriptor 0.
 */

/* name, reason, location, time in ms, bytes to reserve → start and end of the gap; and the prepared
 * document as a sealed memfd. */
#define GU_PADES_PREPARE       "pades-prepare"
#define GU_PADES_PREPARE_ARGS  "(msmsmsxt)"
#define GU_PADES_PREPARE_REPLY "(tt)"

/* trusted certificates (DER), validation time in ms → JSON of gu_pades_verify(). */
#define GU_PADES_VERIFY       "pades-verify"
#define GU_PADES_VERIFY_ARGS  "(aayx)"
#define GU_PADES_VERIFY_REPLY "(s)"
