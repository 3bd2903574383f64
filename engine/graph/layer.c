/* layer: finds layers, their families and their ports */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/layer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *id;
  const char *title;
} families[WEFT_N_FAMILIES] = {
  [WEFT_FAMILY_DATA] = { "data", N_ ("Data") },
  [WEFT_FAMILY_AUGMENT] = { "augment", N_ ("Augmentation") },
  [WEFT_FAMILY_WEIGHTS] = { "weights", N_ ("Weights") },
  [WEFT_FAMILY_ACTIVATION] = { "activation", N_ ("Activations") },
  [WEFT_FAMILY_SHAPE] = { "shape", N_ ("Shapes") },
  [WEFT_FAMILY_NORM] = { "norm", N_ ("Normalisation") },
  [WEFT_FAMILY_COMBINE] = { "combine", N_ ("Combining") },
  [WEFT_FAMILY_ARITHMETIC] = { "arithmetic", N_ ("Arithmetic") },
  [WEFT_FAMILY_LOSS] = { "loss", N_ ("Losses") },
  [WEFT_FAMILY_OUTPUT] = { "output", N_ ("Output") },
};

static const WeftPort default_inputs[] = { { "x" }, { NULL } };
static const WeftPort default_outputs[] = { { "y" }, { NULL } };

const char *
weft_family_get_id (WeftFamily family)
{
  g_return_val_if_fail (family < WEFT_N_FAMILIES, NULL);
  return families[family].id;
}

const char *
weft_family_get_title (WeftFamily family)
{
  g_return_val_if_fail (family < WEFT_N_FAMILIES, NULL);
  return _ (families[family].title);
}

const WeftLayer *
weft_layer_find (const char *id)
{
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  for (guint i = 0; i < n; i++)
    if (strcmp (layers[i]->id, id) == 0)
      return layers[i];
  return NULL;
}

static const WeftPort *
get_inputs (const WeftLayer *layer)
{
  return layer->inputs ? layer->inputs : default_inputs;
}

static const WeftPort *
get_outputs (const WeftLayer *layer)
{
  return layer->outputs ? layer->outputs : default_outputs;
}

static guint
count_ports (const WeftPort *ports)
{
  guint n = 0;

  while (ports[n].name)
    n++;
  return n;
}

gboolean
weft_layer_repeats (const WeftLayer *layer)
{
  return get_inputs (layer)[0].repeats;
}

gboolean
weft_layer_is_of_groups (const WeftLayer *layer)
{
  return layer->grouping == WEFT_GROUPING_GROUP || layer->grouping == WEFT_GROUPING_INPUT
         || layer->grouping == WEFT_GROUPING_OUTPUT;
}

gboolean
weft_layer_is_remark (const WeftLayer *layer)
{
  return layer->grouping == WEFT_GROUPING_NOTE || layer->grouping == WEFT_GROUPING_FRAME;
}

gboolean
weft_layer_has_inputs (const WeftLayer *layer)
{
  return get_inputs (layer)[0].name != NULL;
}

gboolean
weft_layer_has_outputs (const WeftLayer *layer)
{
  return layer->list_outputs || get_outputs (layer)[0].name != NULL;
}

gboolean
weft_layer_is_side_output (const WeftLayer *layer, guint i)
{
  return !layer->list_outputs && i < count_ports (get_outputs (layer))
         && get_outputs (layer)[i].optional;
}

guint
weft_layer_list_outputs (const WeftLayer *layer, GVariant *params, WeftPort ports[WEFT_MAX_OUTPUTS])
{
  guint n;

  if (layer->list_outputs)
    return layer->list_outputs (params, ports);
  n = MIN (count_ports (get_outputs (layer)), WEFT_MAX_OUTPUTS);
  memcpy (ports, get_outputs (layer), n * sizeof *ports);
  return n;
}

guint
weft_layer_get_n_inputs (const WeftLayer *layer)
{
  return weft_layer_repeats (layer) ? 0 : count_ports (get_inputs (layer));
}

guint
weft_layer_get_n_required (const WeftLayer *layer)
{
  const WeftPort *ports = get_inputs (layer);
  guint n = 0;

  while (!ports[0].repeats && ports[n].name && !ports[n].optional)
    n++;
  return n;
}

const WeftPort *
weft_layer_get_port (const WeftLayer *layer, guint input)
{
  const WeftPort *ports = get_inputs (layer);

  if (ports[0].repeats)
    return input < WEFT_MAX_PORTS ? ports : NULL;
  return input < count_ports (ports) ? &ports[input] : NULL;
}

const char *
weft_layer_get_input (const WeftLayer *layer, guint i)
{
  const WeftPort *port = weft_layer_get_port (layer, i);
  char name[16];

  if (!port || !port->repeats)
    return port ? port->name : NULL;
  g_snprintf (name, sizeof name, "%s%u", port->name, i + 1);
  return g_intern_string (name);
}

const char *
weft_layer_get_input_title (const WeftLayer *layer, guint i)
{
  const WeftPort *port = weft_layer_get_port (layer, i);

  return port && port->title ? _ (port->title) : weft_layer_get_input (layer, i);
}

gboolean
weft_layer_takes (const WeftLayer *layer, guint i, WeftKind kind)
{
  const WeftPort *port = weft_layer_get_port (layer, i);
  guint kinds = port && port->kinds ? port->kinds : weft_kinds_of_type (WEFT_F32);

  return port && kinds & WEFT_KIND_BIT (kind);
}

int
weft_layer_find_input (const WeftLayer *layer, const char *port)
{
  for (guint i = 0; i < WEFT_MAX_PORTS; i++)
    {
      const char *input = weft_layer_get_input (layer, i);

      if (!input)
        return -1;
      if (strcmp (input, port) == 0)
        return (int) i;
    }
  return -1;
}
