/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A PKCS#11 module that misbehaves: what a card vendor's library does on a bad day. FAULT is given
 * by the build: 1 crashes and 2 hangs when it is asked for slots; 3 refuses to start; 4 crashes and
 * 5 hangs when it is shown a PIN, on a token that looks well; 6 is like 5 and says that the token
 * is in the virtual reader. */

#include <p11-kit/pkcs11.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fault-certificate.h"

#define SESSION 7
#define OBJECT  9

static CK_OBJECT_CLASS wanted;
static int given;

static void
misbehave (int crash)
{
  if (crash)
    abort ();
  for (;;)
    pause ();
}

static CK_RV
initialize (void *args)
{
  return FAULT == 3 ? CKR_FUNCTION_FAILED : CKR_OK;
}

static CK_RV
finalize (void *args)
{
  return CKR_OK;
}

static CK_RV
get_info (CK_INFO *info)
{
  memset (info, ' ', sizeof *info);
  info->cryptokiVersion = (CK_VERSION){ 2, 40 };
  info->libraryVersion = (CK_VERSION){ 1, 0 };
  info->flags = 0;
  return CKR_OK;
}

static CK_RV
get_slot_list (CK_BBOOL present, CK_SLOT_ID *slots, CK_ULONG *n)
{
  if (FAULT == 1 || FAULT == 2)
    misbehave (FAULT == 1);
  if (slots != NULL && *n >= 1)
    slots[0] = 0;
  *n = 1;
  return CKR_OK;
}

static CK_RV
get_slot_info (CK_SLOT_ID slot, CK_SLOT_INFO *info)
{
  const char *name = FAULT == 6 ? "Ghiseu Virtual Reader 00 00" : "Faulty reader";

  memset (info, ' ', sizeof *info);
  memcpy (info->slotDescription, name, strlen (name));
  info->flags = CKF_TOKEN_PRESENT;
  return CKR_OK;
}

static CK_RV
get_token_info (CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
  memset (info, ' ', sizeof *info);
  info->flags = CKF_LOGIN_REQUIRED | CKF_TOKEN_INITIALIZED | CKF_USER_PIN_INITIALIZED;
  return CKR_OK;
}

static CK_RV
open_session (CK_SLOT_ID slot,
              CK_FLAGS flags,
              void *data,
              CK_NOTIFY notify,
              CK_SESSION_HANDLE *session)
{
  *session = SESSION;
  return CKR_OK;
}

static CK_RV
close_session (CK_SESSION_HANDLE session)
{
  return CKR_OK;
}

static CK_RV
get_session_info (CK_SESSION_HANDLE session, CK_SESSION_INFO *info)
{
  memset (info, 0, sizeof *info);
  return CKR_OK;
}

static CK_RV
login (CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR *pin, CK_ULONG size)
{
  misbehave (FAULT == 4);
  return CKR_OK;
}

static CK_RV
find_objects_init (CK_SESSION_HANDLE session, CK_ATTRIBUTE *template, CK_ULONG n)
{
  memcpy (&wanted, template[0].pValue, sizeof wanted);
  given = 0;
  return CKR_OK;
}

static CK_RV
find_objects (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE *objects, CK_ULONG max, CK_ULONG *n)
{
  *n = wanted == CKO_CERTIFICATE && !given ? 1 : 0;
  if (*n == 1)
    objects[0] = OBJECT;
  given = 1;
  return CKR_OK;
}

static CK_RV
find_objects_final (CK_SESSION_HANDLE session)
{
  return CKR_OK;
}

static CK_RV
get_attribute (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *list, CK_ULONG n)
{
  static const unsigned char id[] = { 1 };
  const void *value = list[0].type == CKA_VALUE ? (const void *) fault_certificate : id;
  CK_ULONG size = list[0].type == CKA_VALUE ? sizeof fault_certificate : sizeof id;

  if (list[0].type != CKA_VALUE && list[0].type != CKA_ID)
    {
      list[0].ulValueLen = (CK_ULONG) -1;
      return CKR_ATTRIBUTE_TYPE_INVALID;
    }
  if (list[0].pValue != NULL)
    memcpy (list[0].pValue, value, size);
  list[0].ulValueLen = size;
  return CKR_OK;
}

static CK_FUNCTION_LIST functions = {
  .version = { 2, 40 },
  .C_Initialize = initialize,
  .C_Finalize = finalize,
  .C_GetInfo = get_info,
  .C_GetSlotList = get_slot_list,
  .C_GetSlotInfo = get_slot_info,
  .C_GetTokenInfo = get_token_info,
  .C_OpenSession = open_session,
  .C_CloseSession = close_session,
  .C_GetSessionInfo = get_session_info,
  .C_Login = login,
  .C_FindObjectsInit = find_objects_init,
  .C_FindObjects = find_objects,
  .C_FindObjectsFinal = find_objects_final,
  .C_GetAttributeValue = get_attribute,
};

CK_RV
C_GetFunctionList (CK_FUNCTION_LIST **list)
{
  functions.C_GetFunctionList = C_GetFunctionList;
  *list = &functions;
  return CKR_OK;
}
