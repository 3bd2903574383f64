/* catalog: where a data node's set comes from; makes or loads each once, keeps it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/catalog-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/sentence.h"
#include "engine/data/kept-samples.h"
#include "engine/data/source.h"
#include "engine/graph/layer.h"

/* What a slider may have asked for lately; older ones are let go and made again when asked for. */
#define KEPT 24
#define JOINED 3 /* of a set with what was kept beside it: each is a copy of the set */

typedef WeftCatalogEntry Entry;

static void
entry_free (Entry *entry)
{
  g_free (entry->key);
  g_clear_pointer (&entry->dataset, weft_dataset_unref);
  g_clear_pointer (&entry->split, weft_split_unref);
  g_clear_error (&entry->error);
  g_free (entry);
}

WeftCatalog *
weft_catalog_new (const WeftCatalogHost *host)
{
  WeftCatalog *catalog = g_new0 (WeftCatalog, 1);

  g_atomic_ref_count_init (&catalog->ref_count);
  if (host)
    catalog->host = *host;
  catalog->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) weft_dataset_unref);
  g_queue_init (&catalog->entries);
  return catalog;
}

WeftCatalog *
weft_catalog_new_like (WeftCatalog *catalog)
{
  return weft_catalog_new (&catalog->host);
}

WeftCatalog *
weft_catalog_ref (WeftCatalog *catalog)
{
  g_atomic_ref_count_inc (&catalog->ref_count);
  return catalog;
}

void
weft_catalog_unref (WeftCatalog *catalog)
{
  if (!catalog || !g_atomic_ref_count_dec (&catalog->ref_count))
    return;
  g_queue_clear_full (&catalog->entries, (GDestroyNotify) entry_free);
  g_hash_table_unref (catalog->files);
  g_free (catalog);
}

static Entry *
find (WeftCatalog *catalog, const char *key)
{
  for (GList *link = catalog->entries.head; link; link = link->next)
    if (strcmp (((Entry *) link->data)->key, key) == 0)
      {
        g_queue_unlink (&catalog->entries, link);
        g_queue_push_head_link (&catalog->entries, link);
        return link->data;
      }
  return NULL;
}

static Entry *
keep (WeftCatalog *catalog, const char *key)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->key = g_strdup (key);
  g_queue_push_head (&catalog->entries, entry);
  if (g_queue_get_length (&catalog->entries) > KEPT)
    entry_free (g_queue_pop_tail (&catalog->entries));
  return entry;
}

/* Only what the set depends on, so that a change of, say, `split` makes no second copy. */
static char *
key_of (const WeftDataParams *params, guint64 seed)
{
  const WeftSource *source = weft_source_find (params->source);
  GString *key = g_string_new (params->source);

  if (!source)
    {
      if (strcmp (params->source, "file") == 0)
        g_string_append_printf (key, "/%s/%s", params->sha256, params->name);
      return g_string_free (key, FALSE);
    }
  if (source->is_painted)
    {
      g_string_append_printf (key, "/%s", params->points);
      return g_string_free (key, FALSE);
    }
  if (source->is_drawn)
    {
      g_autofree char *kept = g_compute_checksum_for_string (G_CHECKSUM_SHA256, params->kept, -1);

      g_string_append_printf (key, "/%s/%s", params->class_names, kept);
      for (int i = 0; i < params->shape.n; i++)
        g_string_append_printf (key, "%c%d", i ? 'x' : '/', params->shape.d[i]);
      return g_string_free (key, FALSE);
    }
  g_string_append_printf (key, "/%" G_GUINT64_FORMAT "/%d", seed, params->count);
  if (source->is_points)
    {
      g_string_append_printf (key, "/%.17g", params->noise);
      return g_string_free (key, FALSE);
    }
  for (int i = 0; i < params->shape.n; i++)
    g_string_append_printf (key, "%c%d", i ? 'x' : '/', params->shape.d[i]);
  for (int i = 0; i < params->target_shape.n; i++)
    g_string_append_printf (key, "%c%d", i ? 'x' : '/', params->target_shape.d[i]);
  g_string_append_printf (key, "/%s/%d/%.17g/%.17g", params->target, params->classes, params->low,
                          params->high);
  return g_string_free (key, FALSE);
}

/* A host that lists no sets may have any. */
static gboolean
is_known (WeftCatalog *catalog, const char *source)
{
  g_auto (GStrv) listed = catalog->host.list ? catalog->host.list (catalog->host.user) : NULL;

  return listed ? g_strv_contains ((const char *const *) listed, source)
                : catalog->host.load != NULL;
}

static WeftDataset *
fail_unknown (WeftCatalog *catalog, const char *source, GError **error)
{
  g_auto (GStrv) known = weft_catalog_list (catalog);
  g_autofree char *list = g_strjoinv (weft_sentence_get_comma (), known);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
               _ ("There is no data set called “%s”; there are %s, and file for one’s own."),
               source, list);
  return NULL;
}

static WeftDataset *
load_file (WeftCatalog *catalog, const WeftDataParams *params, GError **error)
{
  WeftDataset *dataset = g_hash_table_lookup (catalog->files, params->sha256);
  g_autoptr (GError) cause = NULL;

  if (dataset)
    return weft_dataset_ref (dataset);
  if (catalog->host.load)
    dataset = catalog->host.load (catalog->host.user, params->source, params->name, params->sha256,
                                  &cause);
  if (dataset)
    return dataset;
  if (cause && !g_error_matches (cause, WEFT_ERROR, WEFT_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    {
      g_autofree char *what
          = *params->name || *params->sha256
                ? g_strdup_printf (_ ("The data of “%s” is not here; choose the file again."),
                                   *params->name ? params->name : params->sha256)
                : g_strdup (_ ("No file has been chosen yet; choose one."));

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "%s%s%s", what,
                   catalog->cure ? " " : "", catalog->cure ? catalog->cure : "");
    }
  return NULL;
}

static WeftDataset *
load (WeftCatalog *catalog, const WeftDataParams *params, GError **error)
{
  if (strcmp (params->source, "file") == 0)
    return load_file (catalog, params, error);
  if (!is_known (catalog, params->source))
    return fail_unknown (catalog, params->source, error);
  return catalog->host.load (catalog->host.user, params->source, params->name, params->sha256,
                             error);
}

/* A set holds one target, chosen when it was read: another one that a graph names is not passed
 * over. */
static gboolean
check_target (const WeftDataParams *params, const WeftDataset *dataset, GError **error)
{
  const char *title_of = weft_dataset_get_target_title (dataset);
  const char *has = title_of ? title_of : "";
  g_autofree char *title = NULL, *wanted = NULL, *held = NULL;

  if (!*params->target || weft_source_find (params->source)
      || g_ascii_strcasecmp (params->target, has) == 0)
    return TRUE;
  title = weft_dataset_dup_title (dataset);
  wanted = weft_brief (params->target, WEFT_BRIEF_NAME);
  held = weft_brief (has, WEFT_BRIEF_NAME);
  if (*has)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                 _ ("“%s” was read to predict “%s”, not “%s”. Choose the file again with that "
                    "target, or set the target to “%s”."),
                 title, held, wanted, held);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                 _ ("“%s” has no column “%s” to predict. Leave the target empty."), title, wanted);
  return FALSE;
}

/* A set of the same source, the one that was wanted last; transfer full. */
static WeftDataset *
find_stand_in (WeftCatalog *catalog, const WeftSource *source, GError **error)
{
  g_autofree char *start = g_strdup_printf ("%s/", source->id);

  for (GList *link = catalog->entries.head; link; link = link->next)
    {
      const Entry *entry = link->data;

      if (entry->dataset && g_str_has_prefix (entry->key, start))
        return weft_dataset_ref (entry->dataset);
    }
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_BUSY, _ ("“%s” is being made."), _ (source->title));
  return NULL;
}

/* What the parameters come to, with the seed that counts; its key; transfer full. */
static char *
load_params (WeftDataParams *data, GVariant *params, int batch_size, guint64 *seed)
{
  const WeftSource *source;

  weft_data_params_load (data, params);
  source = weft_source_find (data->source);
  if (source && source->follows_training && data->count == 0)
    data->count = MAX (batch_size, 1);
  if (source && !source->follows_training)
    *seed = (guint64) data->split_seed;
  return key_of (data, *seed);
}

void
weft_catalog_set_later (WeftCatalog *catalog, WeftLaterFunc later, gpointer user)
{
  catalog->later = later;
  catalog->later_user = user;
}

gboolean
weft_catalog_has (WeftCatalog *catalog, GVariant *params, int batch_size, guint64 seed)
{
  WeftDataParams data;
  g_autofree char *key = load_params (&data, params, batch_size, &seed);

  return find (catalog, key) != NULL;
}

/* --- what is kept beside a set --- */

/* Whether the samples that the node keeps are to be put behind those of its source. */
static gboolean
joins (const WeftCatalog *catalog, const WeftDataParams *data)
{
  const WeftSource *source = weft_source_find (data->source);

  if (*data->kept == '\0' || catalog->host.is_asked)
    return FALSE;
  return source ? !source->is_drawn && !source->is_long : !catalog->host.is_joined;
}

static void
forget_joined (WeftCatalog *catalog, const char *start)
{
  int n = 0;

  for (GList *link = catalog->entries.head, *next; link; link = next)
    {
      Entry *entry = link->data;

      next = link->next;
      if (g_str_has_prefix (entry->key, start) && ++n > JOINED)
        {
          entry_free (entry);
          g_queue_delete_link (&catalog->entries, link);
        }
    }
}

/* Of the node's params as they would be without; base: the key of that set. */
static Entry *
join (WeftCatalog *catalog, const char *base, const char *key, const char *kept,
      WeftDataset *dataset)
{
  g_autofree char *start = g_strdup_printf ("%s/kept/", base);
  Entry *entry = keep (catalog, key);

  entry->dataset = weft_kept_join (dataset, kept, WEFT_PART_TRAIN + 1, &entry->error);
  forget_joined (catalog, start);
  return entry;
}

static WeftDataset *
hand_out (Entry *entry, GError **error)
{
  if (entry->dataset)
    return weft_dataset_ref (entry->dataset);
  g_propagate_error (error, g_error_copy (entry->error));
  return NULL;
}

/* base: the key of the set that its node's samples are put behind. */
static char *
key_of_joined (const char *base, const WeftDataParams *data)
{
  g_autofree char *kept = g_compute_checksum_for_string (G_CHECKSUM_SHA256, data->kept, -1);

  return g_strdup_printf ("%s/kept/%s", base, kept);
}

static WeftDataset *
lookup_joined (WeftCatalog *catalog, GVariant *params, const WeftDataParams *data, const char *base,
               int batch_size, guint64 seed, GError **error)
{
  const WeftLayer *layer = weft_layer_find ("data");
  g_autofree char *key = key_of_joined (base, data);
  g_autoptr (GVariant) bare = NULL;
  g_autoptr (WeftDataset) dataset = NULL;
  Entry *entry = find (catalog, key);

  if (entry)
    return hand_out (entry, error);
  bare = weft_params_with (layer->params, params, "kept", NULL);
  dataset = weft_catalog_lookup (catalog, bare, batch_size, seed, error);
  if (!dataset)
    return NULL;
  return hand_out (join (catalog, base, key, data->kept, dataset), error);
}

WeftDataset *
weft_catalog_lookup (WeftCatalog *catalog, GVariant *params, int batch_size, guint64 seed,
                     GError **error)
{
  WeftDataParams data;
  guint64 used = seed;
  g_autofree char *key = load_params (&data, params, batch_size, &used);
  const WeftSource *source = weft_source_find (data.source);
  Entry *entry;

  if (joins (catalog, &data))
    return lookup_joined (catalog, params, &data, key, batch_size, seed, error);
  entry = find (catalog, key);

  if (!entry && catalog->later && source && source->is_long)
    {
      catalog->later (catalog->later_user, params, batch_size, seed);
      return find_stand_in (catalog, source, error);
    }
  if (!entry)
    {
      entry = keep (catalog, key);
      entry->dataset = source ? source->make (&data, used, &entry->error)
                              : load (catalog, &data, &entry->error);
    }
  if (entry->dataset)
    return check_target (&data, entry->dataset, error) ? weft_dataset_ref (entry->dataset) : NULL;
  g_propagate_error (error, g_error_copy (entry->error));
  if (g_error_matches (entry->error, WEFT_ERROR, WEFT_ERROR_CANCELLED)) /* it may yet be wanted */
    {
      g_queue_remove (&catalog->entries, entry);
      entry_free (entry);
    }
  return NULL;
}

/* Forgets the errors: one of them may have been that this file was not there. */
static void
forget_errors (WeftCatalog *catalog)
{
  for (GList *link = catalog->entries.head, *next; link; link = next)
    {
      next = link->next;
      if (((Entry *) link->data)->error)
        {
          entry_free (link->data);
          g_queue_delete_link (&catalog->entries, link);
        }
    }
}

gboolean
weft_catalog_is_asked (const WeftCatalog *catalog)
{
  return catalog->host.is_asked;
}

void
weft_catalog_set_cure (WeftCatalog *catalog, const char *cure)
{
  catalog->cure = cure;
}

void
weft_catalog_add (WeftCatalog *catalog, WeftDataset *dataset)
{
  g_hash_table_replace (catalog->files, g_strdup (dataset->sha256), weft_dataset_ref (dataset));
  forget_errors (catalog);
}

void
weft_catalog_give (WeftCatalog *catalog, GVariant *params, int batch_size, guint64 seed,
                   WeftDataset *dataset)
{
  WeftDataParams data;
  g_autofree char *base = load_params (&data, params, batch_size, &seed);
  g_autofree char *key = joins (catalog, &data) ? key_of_joined (base, &data) : g_strdup (base);

  keep (catalog, key)->dataset = weft_dataset_ref (dataset);
}

static gboolean
steal_file_cb (gpointer sha256, gpointer dataset, gpointer catalog)
{
  g_hash_table_replace (((WeftCatalog *) catalog)->files, sha256, dataset);
  return TRUE;
}

void
weft_catalog_take (WeftCatalog *catalog, WeftCatalog *other)
{
  Entry *entry;

  g_hash_table_foreach_steal (other->files, steal_file_cb, catalog);
  while ((entry = g_queue_pop_tail (&other->entries)))
    g_queue_push_head (&catalog->entries, entry);
  while (g_queue_get_length (&catalog->entries) > KEPT)
    entry_free (g_queue_pop_tail (&catalog->entries));
  forget_errors (catalog);
}

WeftSplit *
weft_catalog_lookup_split (WeftCatalog *catalog, GVariant *params, WeftDataset *dataset)
{
  WeftDataParams data;
  double shares[WEFT_N_PARTS] = { 0.8, 0.1, 0.1 };
  g_autofree char *key = NULL;
  Entry *entry;

  weft_data_params_load (&data, params);
  if (data.split.n == WEFT_N_PARTS)
    memcpy (shares, data.split.v, sizeof shares);
  else if (strcmp (data.source, "random") == 0)
    memcpy (shares, (const double[]){ 1, 0, 0 }, sizeof shares);
  key = g_strdup_printf ("split/%s/%.17g/%.17g/%.17g/%d", dataset->sha256, shares[0], shares[1],
                         shares[2], data.split_seed);
  entry = find (catalog, key);
  if (!entry)
    {
      entry = keep (catalog, key);
      entry->split = weft_split_new (dataset, shares, (guint64) data.split_seed);
    }
  return weft_split_ref (entry->split);
}

const char *
weft_catalog_get_title (WeftCatalog *catalog, const char *source)
{
  const WeftSource *generated = weft_source_find (source);
  const char *title = generated             ? generated->title
                      : catalog->host.title ? catalog->host.title (catalog->host.user, source)
                                            : NULL;

  return title ? _ (title) : source;
}

char **
weft_catalog_list (WeftCatalog *catalog)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) shipped = catalog->host.list ? catalog->host.list (catalog->host.user) : NULL;
  guint n;
  const WeftSource *const *sources = weft_sources (&n);

  for (guint i = 0; i < n; i++)
    g_strv_builder_add (builder, sources[i]->id);
  if (shipped)
    g_strv_builder_addv (builder, (const char **) shipped);
  return g_strv_builder_end (builder);
}
