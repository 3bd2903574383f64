/* keeping: how somebody left what he looks at, by keys, kept with the project */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

void weft_context_keep (WeftContext *context, const char *key, GVariant *value); /* may float */
/* NULL: nothing is kept there, or of another type, as by another version; transfer full. */
GVariant *weft_context_recall (WeftContext *context, const char *key, const GVariantType *type);
