/* icon: which symbolic icon stands for a layer or a family */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/icon.h"

#include <gio/gio.h>

char *
weft_icon_dup_for_layer (const WeftLayer *layer)
{
  g_autofree char *path
      = g_strdup_printf ("/org/weft/Weft/icons/scalable/actions/weft-%s-symbolic.svg", layer->id);

  if (!g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL))
    return weft_icon_dup_for_family (layer->family);
  return g_strdup_printf ("weft-%s-symbolic", layer->id);
}

char *
weft_icon_dup_for_family (WeftFamily family)
{
  return g_strdup_printf ("weft-family-%s-symbolic", weft_family_get_id (family));
}
