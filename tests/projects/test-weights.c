/* test-weights: weights as others keep them: written, read back, taken by their names */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "engine/base/error.h"
#include "projects/formats/file-format.h"
#include "projects/formats/graph-json.h"
#include "projects/formats/pytorch/script.h"
#include "projects/formats/zip-write.h"

static const char net[]
    = "{\"weft\": 1, \"nodes\": ["
      "{\"name\": \"data\", \"layer\": \"data\", \"params\": {\"source\": \"circles\"}},"
      "{\"name\": \"block_0\", \"layer\": \"dense\", \"params\": {\"units\": 3}},"
      "{\"name\": \"norm\", \"layer\": \"batch_norm\"},"
      "{\"name\": \"second\", \"layer\": \"dense\", \"params\": {\"units\": 2}},"
      "{\"name\": \"loss\", \"layer\": \"cross_entropy\"}],"
      "\"wires\": [[\"data.x\", \"block_0\"], [\"block_0\", \"norm\"], [\"norm\", \"second\"],"
      "[\"second\", \"loss.prediction\"], [\"data.y\", \"loss.target\"]]}";

typedef struct
{
  char *folder, *path;
  WeftCatalog *catalog;
  WeftModel *model;
  WeftState *state;
} Fixture;

static void
setup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftGraph) graph = weft_graph_from_json (net, -1, NULL);
  g_autofree char *name = g_strdup_printf ("weights.%s", (const char *) data);

  g_assert_nonnull (graph);
  fixture->folder = g_dir_make_tmp ("weft-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, name, NULL);
  fixture->catalog = weft_catalog_new (NULL);
  fixture->model = weft_model_new (graph, fixture->catalog, NULL);
  g_assert_nonnull (fixture->model);
  fixture->state = weft_model_new_state (fixture->model, 1, NULL);
}

static void
teardown (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
  weft_state_free (fixture->state);
  weft_model_unref (fixture->model);
  weft_catalog_unref (fixture->catalog);
}

static GByteArray *
write_file (Fixture *fixture, const char *id)
{
  const WeftFormatJob job
      = { .graph = fixture->model->graph, .model = fixture->model, .state = fixture->state };
  GByteArray *bytes = weft_format_find (id)->write (&job, NULL);

  g_assert_true (
      g_file_set_contents (fixture->path, (const char *) bytes->data, (gssize) bytes->len, NULL));
  return bytes;
}

static void
test_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) bytes = write_file (fixture, data);
  g_autoptr (WeftState) other = weft_model_new_state (fixture->model, 2, NULL);
  g_autoptr (GPtrArray) weights = NULL, rows = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (WeftGraft) graft = { 0 };

  g_assert_true (weft_format_find_reader (fixture->path) == weft_format_find (data));
  weights = weft_format_find (data)->read_weights (fixture->path, &error);
  g_assert_no_error (error);
  rows = weft_weights_fit (other, fixture->model->graph, "", weights, &graft);
  g_assert_cmpuint (graft.taken, ==, 8); /* two of each dense layer, four of the norm */
  g_assert_cmpuint (graft.of, ==, 8);
  g_assert_cmpuint (rows->len, ==, 8);
  for (guint i = 0; i < other->n_live; i++)
    {
      const WeftStateEntry *a = &g_array_index (other->entries, WeftStateEntry, i);
      const WeftStateEntry *b = &g_array_index (fixture->state->entries, WeftStateEntry, i);

      g_assert_cmpmem (a->value, a->count * sizeof (float), b->value, b->count * sizeof (float));
    }
}

/* As PyTorch calls what stands in a module: "block.0.weight". But what is another's is not taken,
 * nor what may be either of two. */
static void
test_points (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name, *second;
    guint taken;
  } cases[] = { { "block.0.weight", "block_0.bias", 8 },
                { "block.0.weight", "block.0_weight", 6 },
                { "block_0.weight", "block.0_weight", 7 } };
  g_autoptr (GByteArray) bytes = write_file (fixture, data);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) rows = NULL,
                            weights = weft_format_find (data)->read_weights (fixture->path, NULL);
      g_autoptr (WeftState) other = weft_model_new_state (fixture->model, 2, NULL);
      g_auto (WeftGraft) graft = { 0 };

      for (guint k = 0; k < weights->len; k++)
        {
          WeftNamedWeight *weight = weights->pdata[k];
          gboolean is_bias = strcmp (weight->name, "block_0.bias") == 0;

          if (!is_bias && strcmp (weight->name, "block_0.weight") != 0)
            continue;
          g_free (weight->name);
          weight->name = g_strdup (is_bias ? cases[i].second : cases[i].name);
        }
      rows = weft_weights_fit (other, fixture->model->graph, "", weights, &graft);
      g_assert_cmpuint (graft.taken, ==, cases[i].taken);
      g_assert_cmpuint (rows->len, >=, 8);
    }
}

static void
expect_error (Fixture *fixture, const char *head, gsize numbers, const char *word)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *zeros = g_malloc0 (numbers + 1);
  guint64 length = GUINT64_TO_LE ((guint64) strlen (head));
  g_autoptr (GPtrArray) weights = NULL;
  g_autoptr (GError) error = NULL;

  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (bytes, zeros, (guint) numbers);
  g_file_set_contents (fixture->path, (const char *) bytes->data, (gssize) bytes->len, NULL);
  weights = weft_format_find ("safetensors")->read_weights (fixture->path, &error);
  if (word == NULL)
    {
      g_assert_no_error (error);
      return;
    }
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_heads (Fixture *fixture, gconstpointer data)
{
#define HEAD(shape, begin, end)                                                                    \
  "{\"a\":{\"dtype\":\"F32\",\"shape\":" shape ",\"data_offsets\":[" begin "," end "]}}"
  expect_error (fixture, HEAD ("[2,2]", "0", "16"), 16, NULL);
  expect_error (fixture, HEAD ("[2,2]", "0", "16"), 15, "tensor");
  expect_error (fixture, HEAD ("[2,3]", "0", "16"), 16, "tensor");
  expect_error (fixture, HEAD ("[2,2]", "16", "0"), 16, "tensor");
  expect_error (fixture, HEAD ("[2,2]", "-16", "0"), 16, "tensor");
  expect_error (fixture, HEAD ("[4294967296,4294967296,1024]", "0", "16"), 16, "tensor");
  expect_error (fixture, HEAD ("[1,1,1,1,1,1,1,1,1]", "0", "4"), 16, "tensor");
  expect_error (fixture, HEAD ("[2.5]", "0", "10"), 16, "tensor");
  expect_error (fixture, "{\"a\":1}", 16, "tensor");
  expect_error (fixture, "[]", 16, "JSON");
  expect_error (fixture, "{\"a\":", 16, "JSON");
}

/* What would not fit into one file says so, with how much it is, and how much may be. */
static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  const WeftFormatJob job
      = { .graph = fixture->model->graph, .model = fixture->model, .state = fixture->state };
  WeftStateEntry *entry = &g_array_index (fixture->state->entries, WeftStateEntry, 0);
  const WeftShape shape = entry->shape;
  g_autoptr (GError) error = NULL;

  entry->shape = WEFT_SHAPE ((gint64) 1 << 30);
  g_assert_null (weft_format_find (data)->write (&job, &error));
  entry->shape = shape;
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "4.3"));
  g_assert_nonnull (strstr (error->message, "2.1"));
}

/* An array of NumPy's of one number alone, as a count of batches is, or of none. */
static void
add_npy (WeftZip *zip, const char *name, const char *shape, guint numbers)
{
  g_autofree char *head
      = g_strdup_printf ("{'descr': '<i8', 'fortran_order': True, 'shape': %s, }\n", shape);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const guint8 length[2] = { (guint8) strlen (head), 0 };
  const gint64 seven = 7;

  g_byte_array_append (bytes, (const guint8 *) "\x93NUMPY\x01", 8);
  g_byte_array_append (bytes, length, 2);
  g_byte_array_append (bytes, (const guint8 *) head, (guint) strlen (head));
  for (guint i = 0; i < numbers; i++)
    g_byte_array_append (bytes, (const guint8 *) &seven, 8);
  weft_zip_add (zip, name, bytes->data, bytes->len);
}

static void
test_alone (Fixture *fixture, gconstpointer data)
{
  WeftZip *zip = weft_zip_new ();
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GPtrArray) weights = NULL;
  g_autoptr (GError) error = NULL;

  add_npy (zip, "norm.num_batches_tracked.npy", "()", 1);
  add_npy (zip, "nothing.npy", "(3, 0)", 0);
  add_npy (zip, "none.npy", "(0, 1073741824)", 0);
  add_npy (zip, "first.bias.npy", "(3,)", 3);
  bytes = weft_zip_end (zip);
  g_assert_true (
      g_file_set_contents (fixture->path, (const char *) bytes->data, (gssize) bytes->len, NULL));
  weights = weft_format_find ("npz")->read_weights (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (weights->len, ==, 4);
  for (guint i = 0; i < weights->len; i++)
    {
      const WeftNamedWeight *weight = weights->pdata[i];
      gint64 n = weft_shape_count (&weight->shape);

      g_assert_cmpint (n, ==,
                       g_str_has_prefix (weight->name, "norm")    ? 1
                       : g_str_has_prefix (weight->name, "first") ? 3
                                                                  : 0);
      for (gint64 k = 0; k < n; k++)
        g_assert_cmpfloat (weight->numbers[k], ==, 7);
    }
}

/* Steps that fail give no curve to compare with. */
static void
test_failed_steps (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < fixture->state->n_live; i++)
    {
      WeftStateEntry *entry = &g_array_index (fixture->state->entries, WeftStateEntry, i);

      for (gsize k = 0; k < entry->count; k++)
        entry->value[k] = 3e38F;
    }
  bytes = weft_script_make_data (fixture->model, fixture->state, &error);
  g_assert_null (bytes);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NUMBERS);
}

static void
test_names (void)
{
  const WeftFormat *pt = weft_format_find ("pt");
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_format_find_reader ("/nowhere/model.PT") == pt);
  g_assert_null (weft_format_find_reader ("/nowhere/mine.weft"));
  g_assert_null (pt->write);
  g_assert_null (pt->read_weights ("/nowhere/model.pt", &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "safetensors.torch.save_file"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/weights/safetensors", Fixture, "safetensors", setup, test_back, teardown);
  g_test_add ("/weights/npz", Fixture, "npz", setup, test_back, teardown);
  g_test_add ("/weights/points", Fixture, "safetensors", setup, test_points, teardown);
  g_test_add ("/weights/safetensors/heads", Fixture, "safetensors", setup, test_heads, teardown);
  g_test_add ("/weights/safetensors/too-large", Fixture, "safetensors", setup, test_too_large,
              teardown);
  g_test_add ("/weights/npz/too-large", Fixture, "npz", setup, test_too_large, teardown);
  g_test_add ("/weights/npz/alone", Fixture, "npz", setup, test_alone, teardown);
  g_test_add ("/weights/pytorch/failed", Fixture, "pytorch", setup, test_failed_steps, teardown);
  g_test_add_func ("/weights/names", test_names);
  return g_test_run ();
}
