/* import-titles: what people read on a group that is a part of a model
 *
 * Exporters name a part after the one that holds it and its number there, "/features/features.4",
 * or give the number alone, "/4", which says nothing to whoever looks at a canvas. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/blocks/block.h"

/* "layer1 0" of "layer1.0": where the number begins; transfer full. */
static char *
dup_spaced (const char *piece)
{
  char *title = g_strdup (piece);

  for (char *at = title; *at != '\0'; at++)
    if (*at == '.' && g_ascii_isdigit (at[1]))
      {
        *at = ' ';
        break;
      }
  return title;
}

/* What stands in a part without a name: a way around others, or the first layer with weights. */
static const char *
get_kind (const WeftOnnxImport *import, const char *part)
{
  const char *first = NULL;

  for (guint i = 0; i < weft_graph_get_n_nodes (import->graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (import->graph, i);

      if (!weft_onnx_is_within (weft_onnx_import_get_scope (import, node->id), part))
        continue;
      if (strcmp (node->layer->id, "add") == 0)
        return _ (weft_block_find ("residual")->title);
      if (first == NULL && node->layer->family == WEFT_FAMILY_WEIGHTS)
        first = _ (node->layer->title);
    }
  return first != NULL ? first : _ (weft_layer_find ("group")->title);
}

char *
weft_onnx_import_dup_title (const WeftOnnxImport *import, const char *part)
{
  g_autofree char *way = g_strdup (part), *number = NULL, *name = NULL;
  const char *piece;

  for (;;)
    {
      char *last = strrchr (way, '/');

      piece = last != NULL ? last + 1 : way;
      if (!g_ascii_isdigit (*piece))
        break;
      /* "5.2" says in which it stands, "2" does not. */
      if (number == NULL)
        number = g_strdup (piece);
      else if (!g_str_has_prefix (number, piece) || number[strlen (piece)] != '.')
        {
          g_autofree char *inner = g_steal_pointer (&number);

          number = g_strdup_printf ("%s.%s", piece, inner);
        }
      *(last != NULL ? last : way) = '\0';
    }
  if (number == NULL)
    return dup_spaced (piece);
  name = *piece != '\0' ? dup_spaced (piece) : g_strdup (get_kind (import, part));
  return g_strdup_printf ("%s %s", name, number);
}
