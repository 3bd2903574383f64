/* sha256: SHA-256 (FIPS 180-4) of many bytes, by the processor's own instructions where it has them
 *
 * GLib's takes five seconds for each GB, which is most of what opening a large set takes. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_SHA256_SIZE 32

typedef struct _WeftSha256 WeftSha256;

WeftSha256 *weft_sha256_new (void);
void weft_sha256_free (WeftSha256 *sum);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSha256, weft_sha256_free)
void weft_sha256_update (WeftSha256 *sum, gconstpointer bytes, gsize n);
/* Of everything before; nothing may be added any more. */
void weft_sha256_finish (WeftSha256 *sum, guint8 digest[WEFT_SHA256_SIZE]);
/* The same in hex; transfer full. */
char *weft_sha256_finish_hex (WeftSha256 *sum);
/* For tests: by GLib's, whatever the processor has. */
WeftSha256 *weft_sha256_new_plain (void);
