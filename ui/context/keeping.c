/* keeping: how somebody left what he looks at, by keys, kept with the project */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/keeping.h"

void
weft_context_keep (WeftContext *context, const char *key, GVariant *value)
{
  const WeftHost *host = weft_context_get_host (context);
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);

  if (host->set_view != NULL)
    host->set_view (host->user, weft_context_get_window (context), key, owned);
}

GVariant *
weft_context_recall (WeftContext *context, const char *key, const GVariantType *type)
{
  const WeftHost *host = weft_context_get_host (context);
  g_autoptr (GVariant) value
      = host->get_view != NULL ? host->get_view (host->user, weft_context_get_window (context), key)
                               : NULL;

  return value != NULL && g_variant_is_of_type (value, type) ? g_steal_pointer (&value) : NULL;
}
