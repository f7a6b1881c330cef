/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes @bytes as @name into the test's own folder (kept with GU_TEST_KEEP=FOLDER); its path. */
char *gu_test_write_file (const char *name, GBytes *bytes);

/* Runs a program that must be there; its output, both streams. Without @status it must succeed. */
char *gu_test_run (const char *const *argv, int *status);

/* Writes a DER certificate as PEM with the openssl command; its path. */
char *gu_test_write_pem (const char *name, GBytes *der);

G_END_DECLS
