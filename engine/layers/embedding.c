/* embedding: a row of learnt numbers for each token or label, y[n,d] = w[x[n],d] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int embedding_dim;
  int num_embeddings; /* 0: as many as the data has */
  int padding_idx;
  int init;
} Embedding;

static const WeftParam params[] = {
  WEFT_INT (Embedding, embedding_dim, 32, 1, 1 << 16, .ui_max = 512, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Dimensions"),
            .help = N_ ("How many numbers stand for each token or label")),
  WEFT_INT (Embedding, num_embeddings, 0, 1, 1 << 20, .ui_max = 50000, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Vocabulary"), .optional = TRUE, .unset = N_ ("as the data"),
            .help = N_ ("How many different tokens or labels there can be"), .advanced = TRUE),
  WEFT_INT (Embedding, padding_idx, -1, -1, (1 << 20) - 1, .ui_max = 100,
            .label = N_ ("Padding token"), .advanced = TRUE,
            .help = N_ ("This token gives zeros and nothing is learnt of it; −1: there is none")),
  WEFT_CHOICE (Embedding, init, WEFT_INIT_PYTORCH, weft_init_choices, .label = N_ ("First weights"),
               .help = N_ ("How the weights are drawn before training"), .advanced = TRUE),
  { NULL },
};

/* Rows of the table; 0 and a diagnostic when they are too few. While a wire is only tried, nothing
 * is known of the data. */
static gint64
count_rows (WeftBuilder *b, const Embedding *layer, WeftValue x)
{
  int known = weft_builder_classes (b, x),
      rows = layer->num_embeddings ? layer->num_embeddings : known;
  g_autofree char *wanted = g_strdup_printf ("%d", known), *has = g_strdup_printf ("%d", rows);
  g_autofree char *last = g_strdup_printf ("%d", rows - 1);
  g_autofree char *padding = g_strdup_printf ("%d", layer->padding_idx);

  if (rows < known)
    weft_builder_fail (b, "small-vocabulary", has, wanted, NULL);
  else if (rows > 0 && layer->padding_idx >= rows)
    weft_builder_fail (b, "padding-beyond", padding, last, NULL);
  else
    return MAX (rows, 1);
  return 0;
}

static WeftValue
build (WeftBuilder *b, const Embedding *layer, WeftValue x) /* x (N, …) → (N, …, D) */
{
  gint64 rows = count_rows (b, layer, x);
  WeftInit init = layer->init == WEFT_INIT_PYTORCH ? WEFT_INIT_STANDARD : (WeftInit) layer->init;
  WeftValue in[2] = { x, WEFT_NONE };

  if (rows == 0)
    return WEFT_NONE;
  in[1] = weft_builder_weight (b, "weight", init, rows, layer->embedding_dim,
                               (gint64[]){ rows, layer->embedding_dim }, 2);
  return weft_builder_op (b, "embedding", WEFT_ATTRS ({ "padding_idx", { layer->padding_idx } }),
                          in, 2);
}

WEFT_BUILD_1 (Embedding, build)

static const WeftPort inputs[] = {
  { "x", .kinds = WEFT_KINDS_OF_LABELS, .misfit = "needs-tokens" },
  { NULL },
};

const WeftLayer weft_layer_embedding = {
  .id = "embedding",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Embedding"),
  .summary = N_ ("Gives each word or label a row of numbers, which is learnt."),
  .formula = "y<sub>n,d</sub> = w<sub>x<sub>n</sub>,d</sub>",
  .line = N_ ("{embedding_dim|dimension|dimensions} · {weights|weight|weights}"),
  .terms = "embed token word vector lookup vocabulary 嵌入 qianru qr 词向量 cixiangliang cxl "
           "词嵌入 ciqianru cqr",
  .pytorch = "torch.nn.Embedding",
  .onnx = "Gather",
  .params = params,
  .record_size = sizeof (Embedding),
  .inputs = inputs,
  .build = build_row,
};
