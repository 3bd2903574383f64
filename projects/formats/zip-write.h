/* zip-write: an archive of files that are not packed, as .npz is (PKWARE's APPNOTE, 4.3) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _WeftZip WeftZip;

WeftZip *weft_zip_new (void);
/* All of it is no larger than files are (output.h): whoever makes it has looked. */
void weft_zip_add (WeftZip *zip, const char *name, const guint8 *bytes, guint length);
GByteArray *weft_zip_end (WeftZip *zip); /* frees; transfer full */
