/* distances: the losses of the table in engine/ops/distance.c, and of what two sets have in common;
 * a row of layers.def each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

/* Each row names those that it has. */
typedef struct
{
  WEFT_LOSS_FIELDS;
  double delta, beta, quantile, eps, alpha, smooth;
  gboolean log_input, log_target;
  int reduction;
} Distance;

#define LOSS_ROW(id_, params_, ...)                                                                \
  const WeftLayer weft_layer_##id_ = {                                                             \
    .id = #id_,                                                                                    \
    .family = WEFT_FAMILY_LOSS,                                                                    \
    .params = params_,                                                                             \
    .record_size = sizeof (Distance),                                                              \
    .inputs = weft_loss_inputs,                                                                    \
    .outputs = weft_loss_outputs,                                                                  \
    .is_loss = TRUE,                                                                               \
    __VA_ARGS__,                                                                                   \
  }

/* A build for a row: of the table with its numbers, which may be those of `own`. */
#define DISTANCE_BUILD(name, ...)                                                                  \
  static void build_##name (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, \
                            WeftValue *out)                                                        \
  {                                                                                                \
    const Distance *own = record;                                                                  \
                                                                                                   \
    (void) own, (void) n_in;                                                                       \
    out[0] = weft_loss_distance (b, &(WeftDistance){ __VA_ARGS__ }, record, in);                   \
  }

static const WeftParam plain_params[] = { WEFT_LOSS_PARAMS (Distance), { NULL } };

/* --- numbers --- */

DISTANCE_BUILD (mae, "mae")
LOSS_ROW (mae, plain_params, .title = N_ ("Mean absolute error"),
          .summary = N_ ("Measures how far predictions lie off; one that is far off counts no more "
                         "than its distance."),
          .formula = "L = mean |x − target|", .line = N_ ("mean |x − target|"),
          .terms = "l1 mae regression robust 平均绝对误差 pingjunjueduiwucha pjjdwc 损失 sunshi ss "
                   "回归 huigui hg",
          .pytorch = "torch.nn.L1Loss", .metrics = "mae r2", .build = build_mae);

static const WeftParam huber_params[] = {
  WEFT_REAL (Distance, delta, 1, 1e-6, 1e6, .ui_max = 10, .label = N_ ("Delta"),
             .help = N_ ("From which distance on it grows as a straight line")),
  WEFT_LOSS_PARAMS (Distance),
  { NULL },
};

DISTANCE_BUILD (huber, "huber", own->delta)
LOSS_ROW (huber, huber_params, .title = N_ ("Huber loss"),
          .summary = N_ ("Squares small errors, and counts large ones by their distance alone."),
          .formula = "L = ½ d<sup>2</sup> up to δ, then δ (|d| − ½ δ)",
          .line = N_ ("straight from {delta} on"),
          .terms = "huber robust regression outlier 胡贝尔损失 hubeiersunshi hbess 稳健 wenjian wj "
                   "回归 huigui hg",
          .pytorch = "torch.nn.HuberLoss", .metrics = "mae r2", .build = build_huber);

static const WeftParam smooth_params[] = {
  WEFT_REAL (Distance, beta, 1, 0, 1e6, .ui_max = 10, .label = N_ ("Beta"),
             .help = N_ ("Up to which distance errors are squared; at 0 none are")),
  WEFT_LOSS_PARAMS (Distance),
  { NULL },
};

DISTANCE_BUILD (smooth_l1, "smooth_l1", own->beta)
LOSS_ROW (smooth_l1, smooth_params, .title = N_ ("Smooth L1"),
          .summary = N_ ("The mean absolute error, rounded off where the error is small."),
          .formula = "L = ½ d<sup>2</sup> / β up to β, then |d| − ½ β",
          .line = N_ ("rounded up to {beta}"),
          .terms = "smooth l1 huber regression boxes 平滑 pinghua ph 损失 sunshi ss 回归 huigui hg",
          .pytorch = "torch.nn.SmoothL1Loss", .metrics = "mae r2", .build = build_smooth_l1);

DISTANCE_BUILD (log_cosh, "log_cosh")
LOSS_ROW (log_cosh, plain_params, .title = N_ ("Log-cosh"),
          .summary = N_ ("Smooth everywhere: as the square of small errors and the size of large "
                         "ones."),
          .formula = "L = mean log cosh (x − target)", .line = N_ ("mean log cosh"),
          .terms = "logcosh robust smooth regression 对数双曲余弦 duishushuangquyuxian dssqyx 损失 "
                   "sunshi ss 回归 huigui hg",
          .metrics = "mae r2", .build = build_log_cosh);

static const WeftParam quantile_params[] = {
  WEFT_REAL (Distance, quantile, 0.5, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Quantile"),
             .help = N_ ("What share of the targets is to lie below the prediction")),
  WEFT_LOSS_PARAMS (Distance),
  { NULL },
};

DISTANCE_BUILD (quantile, "quantile", own->quantile)
LOSS_ROW (quantile, quantile_params, .title = N_ ("Quantile loss"),
          .summary = N_ ("Learns a bound below which a given share of the targets lies."),
          .formula = "L = max (q (target − x), (q − 1)(target − x))",
          .line = N_ ("{quantile} lie below"),
          .terms = "pinball quantile interval regression 分位数 fenweishu fws 损失 sunshi ss 回归 "
                   "huigui hg",
          .metrics = "mae", .build = build_quantile);

static const WeftParam poisson_params[] = {
  WEFT_BOOL (Distance, log_input, TRUE, .label = N_ ("Of logarithms"),
             .help = N_ ("The prediction is the logarithm of the number that is expected")),
  WEFT_REAL (Distance, eps, 1e-8, 1e-12, 1, .label = N_ ("Epsilon"), .advanced = TRUE,
             .help = N_ ("Added to a prediction that is no logarithm, so that it may be 0")),
  WEFT_LOSS_PARAMS (Distance),
  { NULL },
};

DISTANCE_BUILD (poisson, own->log_input ? "poisson" : "poisson_rate", own->eps)
/* No metric speaks of logarithms. */
LOSS_ROW (poisson, poisson_params, .title = N_ ("Poisson loss"),
          .summary = N_ ("For counts: how unlikely a number of events is, of which so many are "
                         "expected."),
          .formula = "L = mean (e<sup>x</sup> − target · x)", .line = N_ ("counts"),
          .terms = "poisson count nll regression 泊松 bosong bs 计数 jishu js 损失 sunshi ss",
          .pytorch = "torch.nn.PoissonNLLLoss", .metrics = "", .build = build_poisson);

/* --- shares --- */

static const WeftChoice reductions[] = {
  { "batchmean", N_ ("A sample’s sum") },
  { "mean", N_ ("A number’s mean") },
  { NULL },
};

static const WeftParam kl_params[] = {
  WEFT_BOOL (Distance, log_target, FALSE, .label = N_ ("Target of logarithms"),
             .help = N_ ("The target, too, is given as logarithms of the shares")),
  WEFT_CHOICE (Distance, reduction, 0, reductions, .label = N_ ("Mean of"), .advanced = TRUE,
               .help = N_ ("Only the sum over a sample’s shares is the divergence; PyTorch’s "
                           "default is the mean over all numbers")),
  WEFT_LOSS_PARAMS (Distance),
  { NULL },
};

DISTANCE_BUILD (kl_div, own->log_target ? "kl_log" : "kl", .of_samples = own->reduction == 0)
LOSS_ROW (kl_div, kl_params, .title = N_ ("KL of shares"),
          .summary
          = N_ ("Measures how far logarithms of shares, as log-softmax gives them, lie from "
                "the shares wanted."),
          .formula = "L = Σ target (log target − x)", .line = N_ ("from given shares"),
          .terms
          = "kl divergence kullback leibler distillation 散度 sandu sd 蒸馏 zhengliu zl 损失 "
            "sunshi ss",
          .pytorch = "torch.nn.KLDivLoss", .metrics = "agreement", .build = build_kl_div);

/* --- sets: masks, or a yes or no each --- */

#define SMOOTH_PARAM                                                                               \
  WEFT_REAL (Distance, smooth, 1, 0, 1e6, .ui_max = 10, .label = N_ ("Smoothing"),                 \
             .advanced = TRUE,                                                                     \
             .help = N_ ("Added above and below, so that an empty target has a gradient, too"))

static WeftValue
overlap (WeftBuilder *b, const Distance *own, const WeftValue *in, double alpha, double beta,
         double smooth)
{
  weft_loss_expect_scores (b, in[0], "sigmoid");
  return weft_loss_compare_with (b, "overlap",
                                 WEFT_ATTRS ({ "scale", { own->scale } }, { "alpha", { alpha } },
                                             { "beta", { beta } }, { "smooth", { smooth } }),
                                 (const WeftLoss *) own, in);
}

static const WeftParam smoothed_params[] = {
  SMOOTH_PARAM,
  WEFT_LOSS_PARAMS (Distance),
  { NULL },
};

/* 1 − (2 b + m) / (Σ p + Σ t + m) is half of each. */
static void
build_dice (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Distance *own = record;

  out[0] = overlap (b, own, in, 0.5, 0.5, own->smooth / 2);
}

LOSS_ROW (dice, smoothed_params, .title = N_ ("Dice loss"),
          .summary = N_ ("Measures how little what is marked and what should be have in common, "
                         "however small it is."),
          .formula = "L = 1 − 2 Σ p · target / (Σ p + Σ target)", .line = N_ ("1 − overlap"),
          .terms
          = "dice f1 segmentation overlap mask 重叠 chongdie cd 分割 fenge fg 损失 sunshi ss",
          .metrics = "iou dice", .build = build_dice);

static const WeftParam tversky_params[] = {
  WEFT_REAL (Distance, alpha, 0.3, 0, 100, .ui_max = 1, .label = N_ ("Alpha"),
             .help = N_ ("How much counts what is marked and should not be")),
  WEFT_REAL (Distance, beta, 0.7, 0, 100, .ui_max = 1, .label = N_ ("Beta"),
             .help = N_ ("How much counts what is missed")),
  SMOOTH_PARAM,
  WEFT_LOSS_PARAMS (Distance),
  { NULL },
};

static void
build_tversky (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in,
               WeftValue *out)
{
  const Distance *own = record;

  out[0] = overlap (b, own, in, own->alpha, own->beta, own->smooth);
}

LOSS_ROW (tversky, tversky_params, .title = N_ ("Tversky loss"),
          .summary = N_ ("As the dice loss, where what is missed and what is marked in vain may "
                         "count differently."),
          .formula = "L = 1 − both / (both + α extra + β missed)",
          .line = N_ ("α {alpha} · β {beta}"),
          .terms = "tversky segmentation overlap recall mask 分割 fenge fg 重叠 chongdie cd 损失 "
                   "sunshi ss",
          .metrics = "iou dice", .build = build_tversky);

static void
build_iou (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Distance *own = record;

  out[0] = overlap (b, own, in, 1, 1, own->smooth);
}

LOSS_ROW (iou, smoothed_params, .title = N_ ("IoU loss"),
          .summary = N_ ("One minus the intersection over the union of what is marked and what "
                         "should be."),
          .formula = "L = 1 − Σ p · target / (Σ p + Σ target − Σ p · target)",
          .line = N_ ("1 − intersection / union"),
          .terms
          = "iou jaccard intersection union segmentation 交并比 jiaobingbi jbb 分割 fenge fg "
            "损失 sunshi ss",
          .metrics = "iou dice", .build = build_iou);
