/* spectrogram: y[n, t, f] = |Σⱼ w[j] · x[n, t·hop + j] · e^(−2πi f j / n_fft)|^power, f ≤ n_fft /
 * 2: how loud each pitch is, frame by frame; w a window of win_length in the middle of the frame. A
 * frame's middle stands at t·hop where it is centred: the sound is mirrored at its ends.
 *
 * With a mask (N, L) a sound ends with the numbers that are real, wherever it is padded to: `real`
 * (N, T) says which frames it has, as if it stood alone, at least one; others are 0. Where a sound
 * is too short for its frame, silence stands behind it.
 *
 * dX = 2 X dy (power 2) or X dy / |X|; dx[j] = w[j] · Re Σf conj (dX[f] …), again a transform.
 * Workspace: window and waves, then four rows of a frame for each slice. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/fourier.h"

typedef enum
{
  HANN,
  HAMMING,
  BLACKMAN,
  RECTANGULAR,
} Window;

typedef struct
{
  int n_fft, hop, win_length; /* win_length 0: n_fft */
  int window, power;
  gboolean center;
} Attrs;

static const WeftChoice windows[] = {
  { "hann", NULL }, { "hamming", NULL }, { "blackman", NULL }, { "rectangular", NULL }, { NULL },
};

static const WeftParam attrs_rows[] = {
  WEFT_INT (Attrs, n_fft, 400, 2, 1 << 20),
  WEFT_INT (Attrs, hop, 200, 1, G_MAXINT),
  WEFT_INT (Attrs, win_length, 0, 0, 1 << 20),
  WEFT_CHOICE (Attrs, window, HANN, windows),
  WEFT_INT (Attrs, power, 2, 1, 2),
  WEFT_BOOL (Attrs, center, TRUE),
  { NULL },
};

/* a0 − a1 cos + a2 cos 2 */
static const double shapes_of[][3] = {
  [HANN] = { 0.5, 0.5, 0 },
  [HAMMING] = { 0.54, 0.46, 0 },
  [BLACKMAN] = { 0.42, 0.5, 0.08 },
  [RECTANGULAR] = { 1, 0, 0 },
};

enum
{
  X,
  MASK,
};

enum
{
  Y,
  REAL,
};

typedef struct
{
  gsize samples, length, frames, n, pitches; /* N, L, T, n_fft, F */
} Sizes;

/* One sound of the batch, of so many real numbers and frames. */
typedef struct
{
  gsize n, length, frames;
} Sound;

static gsize
count_frames (const Attrs *attrs, gint64 length)
{
  gint64 around = attrs->center ? 2 * (gint64) (attrs->n_fft / 2) : 0;

  return (gsize) (1 + MAX (0, length + around - attrs->n_fft) / attrs->hop);
}

static Sizes
get_sizes (const Attrs *attrs, const WeftShape *x)
{
  return (Sizes){ (gsize) x->dims[0], (gsize) x->dims[1], count_frames (attrs, x->dims[1]),
                  (gsize) attrs->n_fft, (gsize) attrs->n_fft / 2 + 1 };
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[0];
  Sizes sizes;

  if (x->rank != 2 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects sound, (N, L)"));
  if (shapes->n_in > MASK && shapes->in[MASK].rank >= 0
      && !weft_shape_same_dims (x, &shapes->in[MASK], 0))
    return weft_expects (shapes, _ ("expects a mask of the sound, (N, L)"));
  if (attrs->win_length > attrs->n_fft)
    return weft_expects (shapes, _ ("expects a window that is not longer than the frame"));
  if (x->dims[1] <= (attrs->center ? attrs->n_fft / 2 : attrs->n_fft - 1))
    {
      shapes->error = g_strdup_printf (_ ("expects sound of at least %d numbers"),
                                       attrs->center ? attrs->n_fft / 2 + 1 : attrs->n_fft);
      return FALSE;
    }
  sizes = get_sizes (attrs, x);
  shapes->out[Y] = WEFT_SHAPE (x->dims[0], (gint64) sizes.frames, (gint64) sizes.pitches);
  if (shapes->n_out > REAL)
    shapes->out[REAL] = WEFT_SHAPE (x->dims[0], (gint64) sizes.frames);
  return TRUE;
}

/* --- memory --- */

static float *
get_waves (const WeftOpRun *run, const Sizes *sizes)
{
  return (float *) run->workspace + sizes->n;
}

/* Row i of four (2 n) of a slice. */
static float *
get_row (const WeftOpRun *run, const Sizes *sizes, guint slice, gsize i)
{
  return (float *) run->workspace + 3 * sizes->n + (slice * 4 + i) * 2 * sizes->n;
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in);

  return (3 + WEFT_MAX_SLICES * 8) * sizes.n * sizeof (float);
}

static void
fill_tables (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  Sizes sizes = get_sizes (attrs, run->in_shape);
  gsize length = attrs->win_length > 0 ? (gsize) attrs->win_length : sizes.n;
  gsize before = (sizes.n - length) / 2;
  const double *of = shapes_of[attrs->window];
  float *window = run->workspace;

  for (gsize j = 0; j < sizes.n; j++)
    {
      double angle = 2.0 * G_PI * ((double) j - (double) before) / (double) length;

      window[j] = j >= before && j < before + length
                      ? (float) (of[0] - of[1] * cos (angle) + of[2] * cos (2.0 * angle))
                      : 0.0f;
    }
  weft_fourier_fill (sizes.n, get_waves (run, &sizes));
}

/* --- frames --- */

/* Sample n; without a mask all of it is real. */
static Sound
get_sound (const WeftOpRun *run, const Sizes *sizes, gsize n)
{
  const float *mask = run->n_in > MASK ? run->in[MASK] : NULL;
  Sound sound = { n, sizes->length, sizes->frames };

  if (mask == NULL)
    return sound;
  while (sound.length > 0 && mask[n * sizes->length + sound.length - 1] == 0.0f)
    sound.length--;
  sound.frames = sound.length > 0 ? count_frames (run->attrs, (gint64) sound.length) : 0;
  return sound;
}

/* Where number j of a frame stands in the sound, which is mirrored at its ends; −1: there is
 * nothing. */
static gint64
find_place (const Attrs *attrs, const Sound *sound, gsize frame, gsize j)
{
  gint64 last = (gint64) sound->length - 1;
  gint64 at = (gint64) frame * attrs->hop + (gint64) j - (attrs->center ? attrs->n_fft / 2 : 0);

  at = at < 0 ? -at : at;
  if (at > last && attrs->center)
    at = 2 * last - at;
  return at > last ? -1 : MAX (at, -1);
}

/* X (2 n) of one frame, in the slice's second row. */
static const float *
transform (const WeftOpRun *run, const Sizes *sizes, guint slice, const Sound *sound, gsize frame)
{
  const float *x = (const float *) run->in[X] + sound->n * sizes->length, *window = run->workspace;
  float *row = get_row (run, sizes, slice, 0), *out = get_row (run, sizes, slice, 1);

  for (gsize j = 0; j < sizes->n; j++)
    {
      gint64 at = find_place (run->attrs, sound, frame, j);

      row[2 * j] = at < 0 ? 0.0f : window[j] * x[at];
      row[2 * j + 1] = 0.0f;
    }
  weft_fourier (row, 1, sizes->n, get_waves (run, sizes), out);
  return out;
}

static guint
count_slices (const WeftOpRun *run)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  gsize frames = sizes.samples * sizes.frames;

  return (guint) MIN (frames, weft_slices_for (frames * sizes.n, WEFT_ELEMENTS_PER_SLICE / 8));
}

/* How loud each pitch is, z (2 n). */
static void
measure (const Sizes *sizes, const float *z, gboolean is_square, float *y)
{
  for (gsize f = 0; f < sizes->pitches; f++)
    y[f] = z[2 * f] * z[2 * f] + z[2 * f + 1] * z[2 * f + 1];
  for (gsize f = 0; !is_square && f < sizes->pitches; f++)
    y[f] = sqrtf (y[f]);
}

static void
forward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  gboolean is_square = ((const Attrs *) run->attrs)->power == 2;
  WeftSpan frames = weft_span_of (sizes.samples * sizes.frames, count_slices (run), slice, 1);
  Sound sound = { 0 };

  for (gsize k = frames.begin; k < frames.end; k++)
    {
      gsize n = k / sizes.frames;
      gboolean is_real;
      float *y = (float *) run->out[Y] + k * sizes.pitches;

      if (k == frames.begin || n != sound.n)
        sound = get_sound (run, &sizes, n);
      is_real = k % sizes.frames < sound.frames;
      if (run->n_out > REAL && run->out[REAL] != NULL)
        ((float *) run->out[REAL])[k] = is_real ? 1.0f : 0.0f;
      if (is_real)
        measure (&sizes, transform (run, &sizes, slice, &sound, k % sizes.frames), is_square, y);
      else
        memset (y, 0, sizes.pitches * sizeof *y);
    }
}

static void
backward_frame (const WeftOpRun *run, const Sizes *sizes, guint slice, const Sound *sound,
                gsize frame)
{
  const Attrs *attrs = run->attrs;
  const float *z = transform (run, sizes, slice, sound, frame), *window = run->workspace;
  const float *dy = run->d_out[Y] + (sound->n * sizes->frames + frame) * sizes->pitches;
  float *dz = get_row (run, sizes, slice, 2), *back = get_row (run, sizes, slice, 3);
  float *dx = run->d_in[X] + sound->n * sizes->length;

  memset (dz, 0, 2 * sizes->n * sizeof *dz);
  for (gsize f = 0; f < sizes->pitches; f++)
    {
      float size = sqrtf (z[2 * f] * z[2 * f] + z[2 * f + 1] * z[2 * f + 1]);
      float factor = attrs->power == 2 ? 2.0f * dy[f] : size > 0.0f ? dy[f] / size : 0.0f;

      dz[2 * f] = factor * z[2 * f];
      dz[2 * f + 1] = -factor * z[2 * f + 1];
    }
  weft_fourier (dz, 1, sizes->n, get_waves (run, sizes), back);
  for (gsize j = 0; j < sizes->n; j++)
    {
      gint64 at = find_place (attrs, sound, frame, j);

      if (at >= 0)
        dx[at] += window[j] * back[2 * j];
    }
}

static guint
count_sample_slices (const WeftOpRun *run)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);

  return (guint) MIN (sizes.samples, count_slices (run));
}

static void
backward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  WeftSpan samples = weft_span_of (sizes.samples, count_sample_slices (run), slice, 1);

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      Sound sound = get_sound (run, &sizes, n);

      memset (run->d_in[X] + n * sizes.length, 0, sizes.length * sizeof (float));
      for (gsize frame = 0; run->d_out[Y] != NULL && frame < sound.frames; frame++)
        backward_frame (run, &sizes, slice, &sound, frame);
    }
}

static gint64
count_flops (const WeftOpShapes *shapes)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in);

  return (gint64) (5.0 * (double) (sizes.samples * sizes.frames * sizes.n)
                   * log2 ((double) sizes.n));
}

#define FRAMES(...) (&(const Attrs){ __VA_ARGS__ })

static const WeftOpCase cases[] = {
  { "squares", { F32 (2, 30) }, FRAMES (8, 4, 0, HANN, 2, TRUE) },
  { "sizes, batch of one, not centred", { F32 (1, 29) }, FRAMES (12, 5, 0, HAMMING, 1, FALSE) },
  { "a shorter window, an odd frame", { F32 (2, 20) }, FRAMES (9, 3, 6, BLACKMAN, 2, TRUE) },
  { "as it is", { F32 (3, 16) }, FRAMES (4, 4, 0, RECTANGULAR, 2, FALSE) },
  { "padded", { F32 (5, 30), F32 (5, 30) }, FRAMES (8, 4, 0, HANN, 2, TRUE), .ends = 1 << MASK },
  { "padded, not centred",
    { F32 (3, 29), F32 (3, 29) },
    FRAMES (6, 5, 0, HAMMING, 2, FALSE), /* of a frame with one real number the size has a kink */
    .ends = 1 << MASK },
  { "large", { F32 (4, 2000) }, FRAMES (400, 160, 0, HANN, 2, TRUE), .is_large = TRUE },
  { NULL },
};

/* --- in ONNX's operators: frames are a convolution with the window's waves --- */

#define TURN "6.283185307179586"
#define SIZES "n = n_fft; l = win_length ? win_length : n; h = center ? n // 2 : 0; "
/* Angles f j, whole turns taken away before they are rounded. */
#define WAVES                                                                                      \
  "a = Cast (Mod (Unsqueeze (Range (0, size (y, 2), 1), [1]) * Range (0, n, 1), n), to=1) * "      \
  "(" TURN " / n); "
#define WINDOW                                                                                     \
  "p = Range (0.0, 1.0 * l, 1.0) * (" TURN                                                         \
  " / l); w = Pad ((window == 1 ? 0.54 : window == 2 ? 0.42 : window == 3 ? 1 : 0.5) - (window "   \
  "== 1 ? 0.46 : window == 3 ? 0 : 0.5) * Cos (p) + (window == 2 ? 0.08 : 0) * Cos (p * 2), [(n "  \
  "- l) // 2, n - l - (n - l) // 2]); "
/* r: how many numbers of a sound are real; f: which of its frames. */
#define REAL_FRAMES                                                                                \
  "r = mask ? ReduceMax (mask * Range (1.0, size (x, 1) + 1.0, 1.0), axes=[1], keepdims=1) : "     \
  "none; f = mask ? Cast (Greater ((Floor (Max (r + (2 * h - n), 0.0) / hop) + 1) * Cast "         \
  "(Greater (r, 0.5), to=1), Range (0.0, 1.0 * size (y, 1), 1.0)), to=1) : none; "
/* v (N, 1, …): the sound with what is mirrored at its ends; behind that silence. */
#define FOLDED                                                                                     \
  "q = mask ? Abs (Range (0.0 - h, 1.0 * size (x, 1) + h, 1.0)) : none; m = mask ? center ? "      \
  "Where (Greater (q, r - 1), r * 2 - 2 - q, q) : q + r * 0 : none; s = mask ? GatherElements "    \
  "(x, Cast (Max (Min (m, r - 1), 0.0), to=7), axis=1) * Cast (Greater (m, -0.5), to=1) * Cast "   \
  "(Greater (r - 0.5, m), to=1) : x; v = mask or not center ? Unsqueeze (s, [1]) : Pad "           \
  "(Unsqueeze (s, [1]), [0, 0, h, 0, 0, h], none, mode='reflect'); "
#define SHARE(of)                                                                                  \
  "Pow (Conv (v, Unsqueeze (" of " (a) * w, [1]), kernel_shape=[n], strides=[hop]), 2.0)"

const WeftOp WEFT_OP_ROW (spectrogram) = {
  .id = "spectrogram",
  .summary = "y[n, t, f] = |Σⱼ w[j] · x[n, t·hop + j] · e^(−2πi f j / n_fft)|^power",
  .inputs = { { "x", .backward_reads = TRUE },
              { "mask", .optional = TRUE, .no_gradient = TRUE, .backward_reads = TRUE } },
  .outputs = { { "y" }, { "real" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .workspace_bytes = count_workspace,
  .flops = count_flops,
  .forward = { { NULL, fill_tables }, { count_slices, forward } },
  .backward = { { NULL, fill_tables }, { count_sample_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "spectrogram (x, n_fft, hop, win_length, window, power, center, mask)",
  .onnx = SIZES WAVES WINDOW REAL_FRAMES FOLDED
  "e = " SHARE ("Cos") " + " SHARE ("Sin") "; z = Transpose (power == 1 ? Sqrt (e) : e, perm=[0, "
                                           "2, 1]); mask ? z * Unsqueeze (f, [2]) : z, f",
};
