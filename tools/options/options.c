/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tools/options/numbers.h"
#include "tools/options/options.h"

#define DEFAULT_QUALITY 92

/* The options as they are written, before they are understood. */
typedef struct
{
  gchar   *least_confidence;
  gchar   *format;
  gchar   *quality;
  gchar   *interpolation;
  gchar   *corners;
  gchar   *ratio;
  gchar   *size;
  gchar   *paper;
  gchar   *ppi;
  gchar   *model;
  gchar   *jobs;
  gboolean version;
} Words;

typedef struct
{
  const gchar *word;
  gint         value;
} Choice;

static const Choice formats[] = {
  { "same", WRITE_AS_SOURCE },
  { "jpeg", WRITE_JPEG },
  { "jpg", WRITE_JPEG },
  { "png", WRITE_PNG },
  { "tiff", WRITE_TIFF },
  { "tif", WRITE_TIFF },
  { NULL },
};

static const Choice interpolations[] = {
  { "none", HOM_INTERPOLATION_NEAREST },
  { "linear", HOM_INTERPOLATION_LINEAR },
  { "cubic", HOM_INTERPOLATION_CUBIC },
  { "lanczos", HOM_INTERPOLATION_LANCZOS },
  { NULL },
};

static const Choice models[] = {
  { "translation", HOM_MODEL_TRANSLATION },
  { "euclidean", HOM_MODEL_EUCLIDEAN },
  { "similarity", HOM_MODEL_SIMILARITY },
  { "affine", HOM_MODEL_AFFINE },
  { "homography", HOM_MODEL_HOMOGRAPHY },
  { NULL },
};

static const Choice commands[] = {
  { "straighten", COMMAND_STRAIGHTEN },
  { "align", COMMAND_ALIGN },
  { "corners", COMMAND_CORNERS },
  { NULL },
};

static gboolean
choose (const gchar  *option,
        const gchar  *word,
        const Choice *choices,
        gint         *value,
        GError      **error)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (! word)
    return TRUE;
  for (const Choice *choice = choices; choice->word; choice++)
    {
      if (! g_ascii_strcasecmp (word, choice->word))
        {
          *value = choice->value;
          return TRUE;
        }
      g_string_append_printf (words, "%s%s", words->len ? ", " : "",
                              choice->word);
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("%s “%s” is not known; there are %s."), option, word,
               words->str);

  return FALSE;
}

static gboolean
understand_number (const gchar *option,
                   const gchar *word,
                   gdouble      least,
                   gdouble      most,
                   gdouble     *number,
                   GError     **error)
{
  if (! word || parse_number (word, least, most, number, error))
    return TRUE;
  g_prefix_error (error, "%s: ", option);

  return FALSE;
}

/* Makes options of words. */
static gboolean
understand (Options *options, const Words *words, GError **error)
{
  gdouble jobs    = g_get_num_processors ();
  gdouble quality = DEFAULT_QUALITY;
  gint    format = WRITE_AS_SOURCE, model = HOM_MODEL_HOMOGRAPHY;
  gint    interpolation = HOM_INTERPOLATION_CUBIC;

  options->least_confidence = 0.5;
  if (! understand_number ("--least-confidence", words->least_confidence, 0.0,
                           1.0, &options->least_confidence, error) ||
      ! understand_number ("--quality", words->quality, 1.0, 100.0, &quality,
                           error) ||
      ! understand_number ("--jobs", words->jobs, 1.0, 1024.0, &jobs, error) ||
      ! understand_number ("--ratio", words->ratio, 0.01, 100.0,
                           &options->ratio, error) ||
      ! understand_number ("--ppi", words->ppi, 1.0, 20000.0, &options->ppi,
                           error) ||
      ! choose ("--format", words->format, formats, &format, error) ||
      ! choose ("--interpolation", words->interpolation, interpolations,
                &interpolation, error) ||
      ! choose ("--model", words->model, models, &model, error))
    return FALSE;

  options->jobs          = (gint) jobs;
  options->quality       = (gint) quality;
  options->format        = (WriteFormat) format;
  options->interpolation = (HomInterpolation) interpolation;
  options->model         = (HomModel) model;
  if (words->corners)
    {
      options->has_corners = TRUE;
      if (! parse_corners (words->corners, options->corners, error))
        return FALSE;
    }
  if (words->size &&
      ! parse_size (words->size, &options->width, &options->height, error))
    return FALSE;
  if (words->paper && ! parse_paper (words->paper, &options->paper, error))
    return FALSE;
  if (words->size && words->paper)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--size and --paper both say how large the page "
                              "is; give one of them."));
      return FALSE;
    }

  return TRUE;
}

static const gchar *
summary_of (Command command)
{
  switch (command)
    {
    case COMMAND_STRAIGHTEN:
      return _ ("Finds the page on each picture and writes it as an upright "
                "rectangle\nof its true side ratio. A folder stands for its "
                "pictures.");
    case COMMAND_ALIGN:
      return _ ("Lays each picture over the reference and writes it cropped to "
                "that.\nThe reference itself is not written.");
    default:
      return _ ("Prints the corners of the page on each picture: x and y in "
                "pixels of the\nupright picture, top left, top right, bottom "
                "right, bottom left.");
    }
}

/* Says what the options of each command are. One that ends before the other
 * has those that both share.
 */
static GOptionContext *
new_context (Command command, Options *options, Words *words)
{
  const GOptionEntry shared[] = {
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &options->csv,
      N_ ("Write a table with a line for each page"), N_ ("FILE") },
    { "jobs", 'j', 0, G_OPTION_ARG_STRING, &words->jobs,
      N_ ("Work on N files at once (one for each processor)"), N_ ("N") },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &options->resume,
      N_ ("Leave out what is done already"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet,
      N_ ("Only say what failed"), NULL },
    { NULL },
  };
  const GOptionEntry finding[] = {
    { "least-confidence", 0, 0, G_OPTION_ARG_STRING, &words->least_confidence,
      N_ ("Take corners that are found with less for none (0.5)"), N_ ("X") },
    { NULL },
  };
  const GOptionEntry writing[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      N_ ("The folder of the results (“straightened” or “aligned”)"),
      N_ ("FOLDER") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &words->format,
      N_ ("same, jpeg, png or tiff (same: as the source)"), N_ ("FORMAT") },
    { "quality", 0, 0, G_OPTION_ARG_STRING, &words->quality,
      N_ ("The quality of JPEG, 1 to 100 (92)"), N_ ("N") },
    { "interpolation", 0, 0, G_OPTION_ARG_STRING, &words->interpolation,
      N_ ("none, linear, cubic or lanczos (cubic)"), N_ ("KIND") },
    { NULL },
  };
  const GOptionEntry page[] = {
    { "corners", 0, 0, G_OPTION_ARG_STRING, &words->corners,
      N_ ("Take these corners for all pictures and find none"),
      "X1,Y1,…,X4,Y4" },
    { "ratio", 0, 0, G_OPTION_ARG_STRING, &words->ratio,
      N_ ("The page's width divided by its height (recovered)"), N_ ("X") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &words->size,
      N_ ("The page's size in pixels"), N_ ("WxH") },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &words->paper,
      N_ ("The page's format, A4 for example, at --ppi (300)"), N_ ("NAME") },
    { "ppi", 0, 0, G_OPTION_ARG_STRING, &words->ppi,
      N_ ("The resolution of the page in pixels per inch"), N_ ("N") },
    { NULL },
  };
  const GOptionEntry moving[] = {
    { "model", 0, 0, G_OPTION_ARG_STRING, &words->model,
      N_ ("translation, euclidean, similarity, affine or homography "
          "(homography)"),
      N_ ("MODEL") },
    { NULL },
  };
  GOptionContext *context = g_option_context_new (
      command == COMMAND_ALIGN ? _ ("REFERENCE FILE…") : _ ("FILE…"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary_of (command));
  g_option_context_set_description (
      context, _ ("The status is the number of files that failed, at most 100; "
                  "125 after a\nwrong call. See man homography."));
  if (command == COMMAND_STRAIGHTEN)
    g_option_context_add_main_entries (context, page, GETTEXT_PACKAGE);
  if (command == COMMAND_ALIGN)
    g_option_context_add_main_entries (context, moving, GETTEXT_PACKAGE);
  if (command != COMMAND_ALIGN)
    g_option_context_add_main_entries (context, finding, GETTEXT_PACKAGE);
  if (command != COMMAND_CORNERS)
    g_option_context_add_main_entries (context, writing, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, shared, GETTEXT_PACKAGE);

  return context;
}

static void
print_usage (void)
{
  /* clang-format off */
  g_print (_("Usage: homography straighten [OPTION…] FILE…\n"
             "       homography align [OPTION…] REFERENCE FILE…\n"
             "       homography corners [OPTION…] FILE…\n"
             "\n"
             "  straighten  writes the page on each picture as an upright rectangle\n"
             "  align       lays each picture exactly over the first\n"
             "  corners     prints where the corners of the page are\n"
             "\n"
             "A folder stands for the pictures in it. “homography COMMAND --help” shows the\n"
             "options of a command, “homography --version” the version.\n"));
  /* clang-format on */
}

/* Finds the command, or does what can be done without one. */
static gboolean
parse_command (gint argc, gchar **argv, gint *command, gint *status)
{
  GError *error = NULL;

  *status = 0;
  if (argc < 2)
    {
      print_usage ();
      *status = STATUS_USAGE;
      return FALSE;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("homography %s\n", PACKAGE_VERSION);
      return FALSE;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") ||
      g_str_equal (argv[1], "help"))
    {
      print_usage ();
      return FALSE;
    }
  if (! choose (_ ("The command"), argv[1], commands, command, &error))
    {
      g_printerr ("homography: %s\n", error->message);
      g_clear_error (&error);
      *status = STATUS_USAGE;
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_files (const Options *options, GError **error)
{
  gint n = options->files ? (gint) g_strv_length (options->files) : 0;

  if (options->command == COMMAND_ALIGN && n < 2)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("Give a reference, and the files that are laid "
                            "over it."));
  else if (n < 1)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("Give the files, or a folder of them."));
  else
    return TRUE;

  return FALSE;
}

static void
clear_words (Words *words)
{
  gchar *all[] = { words->least_confidence,
                   words->format,
                   words->quality,
                   words->interpolation,
                   words->corners,
                   words->ratio,
                   words->size,
                   words->paper,
                   words->ppi,
                   words->model,
                   words->jobs };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    g_free (all[i]);
}

/* Parts a short option from its value: -j8 is --jobs=8, as everywhere else.
 * GOption takes both in one word only for long options.
 */
static void
part_short_options (gchar **words)
{
  for (; *words && ! g_str_equal (*words, "--"); words++)
    {
      const gchar *word = *words;
      const gchar *name = g_str_has_prefix (word, "-j") ? "--jobs=" :
                          g_str_has_prefix (word, "-o") ? "--output=" :
                                                          NULL;

      if (! name || ! word[2])
        continue;
      *words = g_strconcat (name, word + 2, NULL);
      g_free ((gchar *) word);
    }
}

/* Reads the command line.
 *
 * @status: (out): what the program ends with, when this returns FALSE.
 *
 * Returns: FALSE when there is nothing to do, and what there is to say about
 *   that has been said.
 */
gboolean
options_parse (Options *options, gint argc, gchar **argv, gint *status)
{
  Words           words   = { 0 };
  gint            command = 0;
  GError         *error   = NULL;
  GOptionContext *context;
  gchar         **rest;

  memset (options, 0, sizeof (*options));
  if (! parse_command (argc, argv, &command, status))
    return FALSE;

  options->command = (Command) command;
  context          = new_context (options->command, options, &words);
  rest             = g_strdupv (argv + 1);
  g_free (rest[0]);
  rest[0] = g_strconcat ("homography ", commands[command].word, NULL);
  part_short_options (rest + 1);
  g_set_prgname (rest[0]);
  if (g_option_context_parse_strv (context, &rest, &error))
    {
      gint first = rest[1] && g_str_equal (rest[1], "--") ? 2 : 1;

      options->files = g_strdupv (rest + first);
      if (! options->output)
        options->output = g_strdup (command == COMMAND_ALIGN ? "aligned" :
                                                               "straightened");
    }
  g_set_prgname ("homography");
  if (! error && check_files (options, &error))
    understand (options, &words, &error);
  g_strfreev (rest);
  g_option_context_free (context);
  clear_words (&words);

  if (error)
    {
      g_printerr ("homography %s: %s\n", commands[command].word,
                  error->message);
      g_clear_error (&error);
      *status = STATUS_USAGE;
      return FALSE;
    }

  return TRUE;
}

void
options_clear (Options *options)
{
  g_strfreev (options->files);
  g_free (options->output);
  g_free (options->csv);
}
