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
  [WEFT_FAMILY_WEIGHTS] = { "weights", N_ ("Weights") },
  [WEFT_FAMILY_ACTIVATION] = { "activation", N_ ("Activations") },
  [WEFT_FAMILY_SHAPE] = { "shape", N_ ("Shapes") },
  [WEFT_FAMILY_NORM] = { "norm", N_ ("Normalisation") },
  [WEFT_FAMILY_COMBINE] = { "combine", N_ ("Combining") },
  [WEFT_FAMILY_LOSS] = { "loss", N_ ("Losses") },
  [WEFT_FAMILY_OUTPUT] = { "output", N_ ("Output") },
};

static const char *const default_inputs[] = { "x", NULL };
static const char *const default_outputs[] = { "y", NULL };

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

static const char *const *
get_inputs (const WeftLayer *layer)
{
  if (layer->no_inputs || layer->variadic)
    return default_inputs + 1;
  return layer->inputs[0] ? layer->inputs : default_inputs;
}

static const char *const *
get_outputs (const WeftLayer *layer)
{
  if (layer->no_outputs)
    return default_outputs + 1;
  return layer->outputs[0] ? layer->outputs : default_outputs;
}

static guint
count_ports (const char *const *ports)
{
  guint n = 0;

  while (n < 4 && ports[n])
    n++;
  return n;
}

guint
weft_layer_get_n_outputs (const WeftLayer *layer)
{
  return count_ports (get_outputs (layer));
}

guint
weft_layer_get_n_inputs (const WeftLayer *layer)
{
  return count_ports (get_inputs (layer));
}

const char *
weft_layer_get_input (const WeftLayer *layer, guint i)
{
  char name[16];

  if (!layer->variadic)
    return i < weft_layer_get_n_inputs (layer) ? get_inputs (layer)[i] : NULL;
  if (i >= WEFT_MAX_PORTS)
    return NULL;
  g_snprintf (name, sizeof name, "in%u", i + 1);
  return g_intern_string (name);
}

const char *
weft_layer_get_output (const WeftLayer *layer, guint i)
{
  return i < weft_layer_get_n_outputs (layer) ? get_outputs (layer)[i] : NULL;
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

int
weft_layer_find_output (const WeftLayer *layer, const char *port)
{
  for (guint i = 0; i < weft_layer_get_n_outputs (layer); i++)
    if (strcmp (get_outputs (layer)[i], port) == 0)
      return (int) i;
  return -1;
}
