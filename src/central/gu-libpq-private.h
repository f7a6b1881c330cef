/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libpq-fe.h>

G_BEGIN_DECLS

/* PostgreSQL's library, opened with the first connection. With it come those of Kerberos, LDAP and
 * TLS: eighteen libraries that a desk without a line would load at every start, before its window.
 * The names below stand for the functions of the library, so that calls read as they always do. */

#define GU_LIBPQ_FUNCTIONS(F)                                                                      \
  F (PQcancel)                                                                                     \
  F (PQclear)                                                                                      \
  F (PQconnectPoll)                                                                                \
  F (PQconnectStartParams)                                                                         \
  F (PQconnectionNeedsPassword)                                                                    \
  F (PQconninfoFree)                                                                               \
  F (PQconninfoParse)                                                                              \
  F (PQconsumeInput)                                                                               \
  F (PQencryptPasswordConn)                                                                        \
  F (PQenterPipelineMode)                                                                          \
  F (PQerrorMessage)                                                                               \
  F (PQescapeIdentifier)                                                                           \
  F (PQescapeLiteral)                                                                              \
  F (PQexitPipelineMode)                                                                           \
  F (PQfinish)                                                                                     \
  F (PQflush)                                                                                      \
  F (PQfreeCancel)                                                                                 \
  F (PQfreemem)                                                                                    \
  F (PQgetCancel)                                                                                  \
  F (PQgetResult)                                                                                  \
  F (PQgetisnull)                                                                                  \
  F (PQgetlength)                                                                                  \
  F (PQgetvalue)                                                                                   \
  F (PQisBusy)                                                                                     \
  F (PQnfields)                                                                                    \
  F (PQnotifies)                                                                                   \
  F (PQntuples)                                                                                    \
  F (PQparameterStatus)                                                                            \
  F (PQping)                                                                                       \
  F (PQpipelineSync)                                                                               \
  F (PQresultErrorField)                                                                           \
  F (PQresultStatus)                                                                               \
  F (PQsendQuery)                                                                                  \
  F (PQsendQueryParams)                                                                            \
  F (PQserverVersion)                                                                              \
  F (PQsetErrorVerbosity)                                                                          \
  F (PQsetNoticeProcessor)                                                                         \
  F (PQsetnonblocking)                                                                             \
  F (PQsocket)                                                                                     \
  F (PQstatus)

#define GU_LIBPQ_MEMBER(name) __typeof__ (&(name)) name;

typedef struct
{
  GU_LIBPQ_FUNCTIONS (GU_LIBPQ_MEMBER)
} GuLibpq;

#undef GU_LIBPQ_MEMBER

/**
 * gu_libpq_is_there:
 *
 * Opens the library with the first call.
 *
 * Thread: any.
 *
 * Returns: %FALSE when it is not installed; the log says what is missing.
 */
gboolean gu_libpq_is_there (void);

/**
 * gu_libpq_get:
 *
 * Opens the library with the first call; a program whose library is missing ends, as it would have
 * ended at its start.
 *
 * Thread: any.
 *
 * Returns: (transfer none): the functions of the library
 */
const GuLibpq *gu_libpq_get (void);

#define PQcancel(...)                  (gu_libpq_get ()->PQcancel (__VA_ARGS__))
#define PQclear(...)                   (gu_libpq_get ()->PQclear (__VA_ARGS__))
#define PQconnectPoll(...)             (gu_libpq_get ()->PQconnectPoll (__VA_ARGS__))
#define PQconnectStartParams(...)      (gu_libpq_get ()->PQconnectStartParams (__VA_ARGS__))
#define PQconnectionNeedsPassword(...) (gu_libpq_get ()->PQconnectionNeedsPassword (__VA_ARGS__))
#define PQconninfoFree(...)            (gu_libpq_get ()->PQconninfoFree (__VA_ARGS__))
#define PQconninfoParse(...)           (gu_libpq_get ()->PQconninfoParse (__VA_ARGS__))
#define PQconsumeInput(...)            (gu_libpq_get ()->PQconsumeInput (__VA_ARGS__))
#define PQencryptPasswordConn(...)     (gu_libpq_get ()->PQencryptPasswordConn (__VA_ARGS__))
#define PQenterPipelineMode(...)       (gu_libpq_get ()->PQenterPipelineMode (__VA_ARGS__))
#define PQerrorMessage(...)            (gu_libpq_get ()->PQerrorMessage (__VA_ARGS__))
#define PQescapeIdentifier(...)        (gu_libpq_get ()->PQescapeIdentifier (__VA_ARGS__))
#define PQescapeLiteral(...)           (gu_libpq_get ()->PQescapeLiteral (__VA_ARGS__))
#define PQexitPipelineMode(...)        (gu_libpq_get ()->PQexitPipelineMode (__VA_ARGS__))
#define PQfinish(...)                  (gu_libpq_get ()->PQfinish (__VA_ARGS__))
#define PQflush(...)                   (gu_libpq_get ()->PQflush (__VA_ARGS__))
#define PQfreeCancel(...)              (gu_libpq_get ()->PQfreeCancel (__VA_ARGS__))
#define PQfreemem(...)                 (gu_libpq_get ()->PQfreemem (__VA_ARGS__))
#define PQgetCancel(...)               (gu_libpq_get ()->PQgetCancel (__VA_ARGS__))
#define PQgetResult(...)               (gu_libpq_get ()->PQgetResult (__VA_ARGS__))
#define PQgetisnull(...)               (gu_libpq_get ()->PQgetisnull (__VA_ARGS__))
#define PQgetlength(...)               (gu_libpq_get ()->PQgetlength (__VA_ARGS__))
#define PQgetvalue(...)                (gu_libpq_get ()->PQgetvalue (__VA_ARGS__))
#define PQisBusy(...)                  (gu_libpq_get ()->PQisBusy (__VA_ARGS__))
#define PQnfields(...)                 (gu_libpq_get ()->PQnfields (__VA_ARGS__))
#define PQnotifies(...)                (gu_libpq_get ()->PQnotifies (__VA_ARGS__))
#define PQntuples(...)                 (gu_libpq_get ()->PQntuples (__VA_ARGS__))
#define PQparameterStatus(...)         (gu_libpq_get ()->PQparameterStatus (__VA_ARGS__))
#define PQping(...)                    (gu_libpq_get ()->PQping (__VA_ARGS__))
#define PQpipelineSync(...)            (gu_libpq_get ()->PQpipelineSync (__VA_ARGS__))
#define PQresultErrorField(...)        (gu_libpq_get ()->PQresultErrorField (__VA_ARGS__))
#define PQresultStatus(...)            (gu_libpq_get ()->PQresultStatus (__VA_ARGS__))
#define PQsendQuery(...)               (gu_libpq_get ()->PQsendQuery (__VA_ARGS__))
#define PQsendQueryParams(...)         (gu_libpq_get ()->PQsendQueryParams (__VA_ARGS__))
#define PQserverVersion(...)           (gu_libpq_get ()->PQserverVersion (__VA_ARGS__))
#define PQsetErrorVerbosity(...)       (gu_libpq_get ()->PQsetErrorVerbosity (__VA_ARGS__))
#define PQsetNoticeProcessor(...)      (gu_libpq_get ()->PQsetNoticeProcessor (__VA_ARGS__))
#define PQsetnonblocking(...)          (gu_libpq_get ()->PQsetnonblocking (__VA_ARGS__))
#define PQsocket(...)                  (gu_libpq_get ()->PQsocket (__VA_ARGS__))
#define PQstatus(...)                  (gu_libpq_get ()->PQstatus (__VA_ARGS__))

G_END_DECLS
