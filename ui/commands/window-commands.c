/* window-commands: what the window can be told to do, wherever the focus is: one table for keys,
 * search box and help */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/commands/window-commands.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const WeftCommand commands[] = {
  { "win.train",
    N_ ("Train or pause"),
    { "F5" },
    "run learn start stop 训练 暂停 xunlian zanting",
    .purpose = WEFT_TO_TRAIN },
  { "win.step::batch",
    N_ ("Step: one batch"),
    { NULL },
    "单步 批 danbu pi",
    .purpose = WEFT_TO_TRAIN },
  { "win.step::epoch",
    N_ ("Step: one epoch"),
    { NULL },
    "单步 轮 danbu lun",
    .purpose = WEFT_TO_TRAIN },
  { "win.step::layer",
    N_ ("Step: one layer"),
    { NULL },
    "单步 层 danbu ceng",
    .purpose = WEFT_TO_TRAIN },
  { "win.step::layer-back",
    N_ ("Step: one layer back"),
    { NULL },
    "单步 层 后退 danbu ceng houtui",
    .purpose = WEFT_TO_TRAIN },
  { "win.step::batch-back",
    N_ ("Step: one batch back"),
    { NULL },
    "单步 批 后退 danbu pi houtui",
    .purpose = WEFT_TO_TRAIN },
  { "win.step::epoch-back",
    N_ ("Step: one epoch back"),
    { NULL },
    "单步 轮 后退 danbu lun houtui",
    .purpose = WEFT_TO_TRAIN },
  { "win.start-over::same",
    N_ ("Start over with the same initial weights"),
    { NULL },
    "reset restart again 重新开始 chongxin kaishi",
    .purpose = WEFT_TO_TRAIN },
  { "win.start-over::new",
    N_ ("Start over with a new seed"),
    { NULL },
    "reset restart random 重新开始 种子 chongxin kaishi zhongzi",
    .purpose = WEFT_TO_TRAIN },
  { "win.take-best",
    N_ ("Take the best weights back"),
    { NULL },
    "restore best validation 最佳 权重 zuijia quanzhong",
    .purpose = WEFT_TO_TRAIN },
  { "win.look::start",
    N_ ("Time: to the first step"),
    { NULL },
    "timeline history begin 时间 开始 shijian kaishi",
    .purpose = WEFT_TO_TRAIN },
  { "win.now",
    N_ ("Time: back to now"),
    { NULL },
    "timeline newest return 时间 现在 shijian xianzai",
    .purpose = WEFT_TO_TRAIN },
  { "win.film",
    N_ ("Time: show the run as a film"),
    { NULL },
    "timeline play movie animation 时间 播放 影片 shijian bofang yingpian",
    .purpose = WEFT_TO_TRAIN },
  { "win.save-film",
    N_ ("Time: save the run as a film…"),
    { NULL },
    "timeline gif movie animation video 时间 影片 动画 shijian yingpian donghua",
    .purpose = WEFT_TO_TRAIN },
  { "win.branch",
    N_ ("Time: branch here"),
    { NULL },
    "timeline fork child run 时间 分支 shijian fenzhi",
    .purpose = WEFT_TO_TRAIN },
  { "win.race",
    N_ ("Time: fork and race…"),
    { NULL },
    "compare children variants side by side sweep experiment 时间 分叉 竞赛 对比 fencha jingsai "
    "duibi",
    .purpose = WEFT_TO_TRAIN },
  { "win.folds",
    N_ ("Test in folds…"),
    { NULL },
    "k-fold cross-validation crossvalidation 交叉验证 折 jiaochayanzheng zhe",
    .purpose = WEFT_TO_TRAIN },
  { "win.training-settings",
    N_ ("Schedule, early stopping and more…"),
    { NULL },
    "schedule warm-up warmup cosine plateau epochs early stopping patience moving average of "
    "weights ema gradient accumulation clipping seed decay find learning rate finder "
    "学习率调度 预热 早停 耐心 权重平均 滑动平均 梯度累积 梯度裁剪 种子 寻找学习率 "
    "diaodu yure zaoting naixin quanzhongpingjun tiduleiji tiducaijian zhongzi xunzhaoxuexilv",
    .purpose = WEFT_TO_TRAIN },
  { "win.take-weights",
    N_ ("Take weights from…"),
    { NULL },
    "pretrained fine-tune transfer load 权重 微调 迁移 quanzhong weitiao qianyi",
    .purpose = WEFT_TO_TRAIN },
  { "win.show-panel::code",
    N_ ("Show the code beside the network (PyTorch)"),
    { NULL },
    "python script program source 代码 程序 daima chengxu",
    .purpose = WEFT_TO_LOOK },
  { "win.level::explore",
    N_ ("Level: Explore"),
    { NULL },
    "simple beginner few 级别 探索 jibie tansuo",
    .purpose = WEFT_TO_LOOK },
  { "win.level::understand",
    N_ ("Level: Understand"),
    { NULL },
    "numbers steps lesson 级别 理解 jibie lijie",
    .purpose = WEFT_TO_LOOK },
  { "win.level::design",
    N_ ("Level: Design"),
    { NULL },
    "everything all expert 级别 设计 jibie sheji",
    .purpose = WEFT_TO_LOOK },
  { "win.undo", N_ ("Undo"), { "<Control>z" }, "back 撤销 chexiao", .purpose = WEFT_TO_EDIT },
  { "win.redo",
    N_ ("Redo"),
    { "<Control><Shift>z" },
    "again 重做 chongzuo",
    .purpose = WEFT_TO_EDIT },
  { "win.save",
    N_ ("Say when it was saved, or choose a place"),
    { "<Control>s" },
    "save keep 保存 baocun",
    .purpose = WEFT_TO_KEEP },
  { "win.keep",
    N_ ("Keep it where?"),
    { NULL },
    "save as place 保存 另存 baocun lingcun",
    .purpose = WEFT_TO_KEEP },
  { "win.open",
    N_ ("Open…"),
    { "<Control>o" },
    "file project 打开 dakai",
    .purpose = WEFT_TO_KEEP },
  { "win.open-data",
    N_ ("New from my data…"),
    { NULL },
    "csv table pictures 新建 数据 xinjian shuju",
    .purpose = WEFT_TO_KEEP },
  { "win.add-data",
    N_ ("Choose data"),
    { NULL },
    "set source 选择数据 xuanze shuju",
    .purpose = WEFT_TO_BUILD },
  { "win.open-folder",
    N_ ("New from a folder of pictures…"),
    { NULL },
    "images classes 文件夹 图片 wenjianjia tupian",
    .purpose = WEFT_TO_KEEP },
  { "win.open-drawn",
    N_ ("New with pictures that you draw"),
    { NULL },
    "teachable machine own draw classes 自己画 图片 ziji hua tupian",
    .purpose = WEFT_TO_KEEP },
  { "win.open-empty",
    N_ ("Empty canvas"),
    { NULL },
    "new blank 空白画布 kongbai huabu",
    .purpose = WEFT_TO_KEEP },
  { "win.gallery",
    N_ ("Gallery"),
    { "<Control>n" },
    "examples new 示例 shili",
    .purpose = WEFT_TO_KEEP },
  { "win.export::json",
    N_ ("Export the network as text (JSON)…"),
    { NULL },
    "save 导出 daochu",
    .purpose = WEFT_TO_KEEP },
  { "win.export::png",
    N_ ("Export a picture (PNG)…"),
    { NULL },
    "save image 导出 图片 daochu tupian",
    .purpose = WEFT_TO_KEEP },
  { "win.export::svg",
    N_ ("Export a drawing (SVG)…"),
    { NULL },
    "save vector 导出 矢量 daochu shiliang",
    .purpose = WEFT_TO_KEEP },
  { "win.export::pdf",
    N_ ("Export a page (PDF)…"),
    { NULL },
    "save vector print 导出 矢量 打印 daochu shiliang dayin",
    .purpose = WEFT_TO_KEEP },
  { "win.export::figure",
    N_ ("Export a figure for a paper (PDF)…"),
    { NULL },
    "save blocks sizes publication 导出 论文 插图 daochu lunwen chatu",
    .purpose = WEFT_TO_KEEP },
  { "win.export::tikz",
    N_ ("Export a figure for a paper (TikZ)…"),
    { NULL },
    "save latex tex publication 导出 论文 插图 daochu lunwen chatu",
    .purpose = WEFT_TO_KEEP },
  { "win.export::onnx",
    N_ ("Export the model (ONNX)…"),
    { NULL },
    "save convert 导出 模型 daochu moxing",
    .purpose = WEFT_TO_KEEP },
  { "win.export::pytorch",
    N_ ("Export a program (PyTorch)…"),
    { NULL },
    "save code python 导出 代码 程序 daochu daima chengxu",
    .purpose = WEFT_TO_KEEP },
  { "win.export::c",
    N_ ("Export a program (C)…"),
    { NULL },
    "save code microcontroller 导出 代码 程序 daochu daima chengxu",
    .purpose = WEFT_TO_KEEP },
  { "win.export::c_int8",
    N_ ("Export a program for a microcontroller (C, int8)…"),
    { NULL },
    "save code embedded quantised 导出 单片机 微控制器 量化 daochu danpianji weikongzhiqi lianghua",
    .purpose = WEFT_TO_KEEP },
  { "win.export::safetensors",
    N_ ("Export the weights (safetensors)…"),
    { NULL },
    "save convert 导出 权重 daochu quanzhong",
    .purpose = WEFT_TO_KEEP },
  { "win.export::npz",
    N_ ("Export the weights (NumPy)…"),
    { NULL },
    "save arrays npz 导出 权重 daochu quanzhong",
    .purpose = WEFT_TO_KEEP },
  { "win.search",
    N_ ("Search"),
    { NULL },
    "find gallery 查找 搜索 chazhao sousuo",
    .purpose = WEFT_TO_FIND_HELP,
    .also = { "<Control>f" } },
  { "win.find-command",
    N_ ("Find a command"),
    { NULL },
    "search palette 命令 查找 搜索 mingling chazhao sousuo",
    .purpose = WEFT_TO_FIND_HELP,
    .also = { "<Control>k" } },
  { "win.fullscreen", N_ ("Full screen"), { "F11" }, "全屏 quanping", .purpose = WEFT_TO_LOOK },
  { "win.preferences",
    N_ ("Preferences"),
    { "<Control>comma" },
    "settings options language dark 首选项 设置 语言 shouxuanxiang shezhi yuyan",
    .purpose = WEFT_TO_FIND_HELP },
  { "win.shortcuts",
    N_ ("Keyboard shortcuts"),
    { "<Control>question" },
    "keys help 快捷键 帮助 kuaijiejian bangzhu",
    .purpose = WEFT_TO_FIND_HELP,
    .also = { "<Control><Shift>question", "<Control><Shift>slash" } },
  { "win.about",
    N_ ("About Weft"),
    { NULL },
    "version licence 关于 guanyu",
    .purpose = WEFT_TO_FIND_HELP },
  { "window.close",
    N_ ("Close the window"),
    { "<Control>w" },
    "关闭 guanbi",
    .purpose = WEFT_TO_KEEP },
  { "win.quit", N_ ("Quit"), { "<Control>q" }, "exit 退出 tuichu", .purpose = WEFT_TO_KEEP },
};

const WeftCommand *
weft_window_commands (guint *n)
{
  *n = G_N_ELEMENTS (commands);
  return commands;
}

gboolean
weft_window_command_is_enabled (const WeftCommand *command, GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_auto (GStrv) parts = g_strsplit (command->name, "::", 2);

  if (!g_str_has_prefix (parts[0], "win."))
    return TRUE;
  return G_IS_ACTION_GROUP (root)
         && g_action_group_get_action_enabled (G_ACTION_GROUP (root), parts[0] + strlen ("win."));
}

void
weft_window_command_run (const WeftCommand *command, GtkWidget *widget)
{
  g_auto (GStrv) parts = g_strsplit (command->name, "::", 2);

  if (parts[1] != NULL)
    gtk_widget_activate_action (widget, parts[0], "s", parts[1]);
  else
    gtk_widget_activate_action (widget, parts[0], NULL);
}

/* --- keys --- */

static gboolean
run_key_cb (GtkWidget *window, GVariant *arguments, gpointer command)
{
  if (!weft_window_command_is_enabled (command, window))
    return FALSE;
  weft_window_command_run (command, window);
  return TRUE;
}

static void
add_key (GtkShortcutController *controller, const WeftCommand *command, const char *key)
{
  gtk_shortcut_controller_add_shortcut (
      controller,
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (key),
                        gtk_callback_action_new (run_key_cb, (gpointer) command, NULL)));
}

/* In the bubble phase: a text field that has the focus undoes its own typing first. */
void
weft_window_commands_add_keys (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      for (guint k = 0; commands[i].keys[k] != NULL; k++)
        add_key (GTK_SHORTCUT_CONTROLLER (controller), &commands[i], commands[i].keys[k]);
      for (guint k = 0; k < G_N_ELEMENTS (commands[i].also) && commands[i].also[k] != NULL; k++)
        add_key (GTK_SHORTCUT_CONTROLLER (controller), &commands[i], commands[i].also[k]);
    }
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  gtk_widget_add_controller (window, controller);
}
