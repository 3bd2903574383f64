/* levels: explore, understand, design: how much of the window is shown, and from which level on a
 * control stands */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/commands/levels.h"

#include <glib/gi18n-lib.h>

#include "ui/base/widgets.h"

static const WeftLevelRow rows[] = {
  { "palette", N_ ("Palette of layers"), "layers add 图层 调色板 mianban", WEFT_LEVEL_DESIGN },
  { "step", N_ ("Step"), "batch epoch 单步 danbu", WEFT_LEVEL_UNDERSTAND },
  { "optimizer", N_ ("Optimiser"), "sgd adam 优化器 youhuaqi", WEFT_LEVEL_UNDERSTAND },
  { "batch_size", N_ ("Batch size"), "批大小 pidaxiao", WEFT_LEVEL_UNDERSTAND },
  { "more", N_ ("More training settings"), "schedule seed epochs split 设置 shezhi",
    WEFT_LEVEL_UNDERSTAND },
  { "learning", N_ ("How it learns"), "recipe loss folds rate finder 学习方式 xuexifangshi",
    WEFT_LEVEL_DESIGN },
  { "facts", N_ ("What it costs"), "weights memory time price epoch 代价 开销 daijia kaixiao",
    WEFT_LEVEL_UNDERSTAND },
  { "panel:inside", N_ ("Inside"), "activations weights filters 内部 neibu",
    WEFT_LEVEL_UNDERSTAND },
  { "panel:data", N_ ("Data"), "samples columns 数据 shuju", WEFT_LEVEL_UNDERSTAND },
  { "panel:code", N_ ("Code"), "pytorch python script program 代码 daima", WEFT_LEVEL_UNDERSTAND },
  { "panel:history", N_ ("History"), "runs 历史 lishi", WEFT_LEVEL_UNDERSTAND },
  { "panel:edits", N_ ("Edits"), "undo 编辑 bianji", WEFT_LEVEL_DESIGN },
};

static const struct
{
  const char *id, *title;
} levels[WEFT_N_LEVELS] = {
  [WEFT_LEVEL_EXPLORE] = { "explore", N_ ("Explore") },
  [WEFT_LEVEL_UNDERSTAND] = { "understand", N_ ("Understand") },
  [WEFT_LEVEL_DESIGN] = { "design", N_ ("Design") },
};

const WeftLevelRow *
weft_level_rows (guint *n)
{
  *n = G_N_ELEMENTS (rows);
  return rows;
}

const char *
weft_level_get_title (WeftLevel level)
{
  return _ (levels[level].title);
}

WeftLevel
weft_level_get (GSettings *settings)
{
  g_autofree char *id = settings != NULL ? g_settings_get_string (settings, WEFT_LEVEL_KEY) : NULL;

  for (guint i = 0; i < WEFT_N_LEVELS; i++)
    if (g_strcmp0 (levels[i].id, id) == 0)
      return i;
  return WEFT_LEVEL_DESIGN;
}

void
weft_level_set (GSettings *settings, WeftLevel level)
{
  if (settings != NULL)
    g_settings_set_string (settings, WEFT_LEVEL_KEY, levels[level].id);
}

gboolean
weft_level_shows (GSettings *settings, const char *control)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].id, control))
      return weft_level_get (settings) >= rows[i].from;
  return TRUE;
}

void
weft_level_reach (GSettings *settings, const char *control)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].id, control) && weft_level_get (settings) < rows[i].from)
      weft_level_set (settings, rows[i].from);
}

#define CONTROL_KEY "weft-control"

static void
level_cb (GtkWidget *widget, const char *key, GSettings *settings)
{
  weft_widget_set_shown (
      widget, weft_level_shows (settings, g_object_get_data (G_OBJECT (widget), CONTROL_KEY)));
}

void
weft_level_bind (GtkWidget *widget, GSettings *settings, const char *control)
{
  if (settings == NULL)
    return;
  g_object_set_data_full (G_OBJECT (widget), CONTROL_KEY, g_strdup (control), g_free);
  g_signal_connect_object (settings, "changed::" WEFT_LEVEL_KEY, G_CALLBACK (level_cb), widget,
                           G_CONNECT_SWAPPED);
  level_cb (widget, WEFT_LEVEL_KEY, settings);
}
