/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "tools/picture/file-kind.h"
#include "tools/picture/open-file.h"

/* So many bytes tell the kind. */
#define HEAD 32

/* A kind of file by some bytes of its head. A full stop stands for any byte. */
typedef struct
{
  gint         offset;
  const gchar *bytes;
  gint         length;
  FileKind     kind;
  const gchar *name;
} Signature;

#define SIGNATURE(offset, bytes, kind, name)      \
  {                                               \
    offset, bytes, sizeof (bytes) - 1, kind, name \
  }

/* The first that fits counts: camera's raw files look like TIFF. */
static const Signature signatures[] = {
  SIGNATURE (0, "\xff\xd8\xff", FILE_JPEG, "JPEG"),
  SIGNATURE (0, "\x89PNG\r\n\x1a\n", FILE_PNG, "PNG"),
  SIGNATURE (8, "CR\x02", FILE_FOREIGN, "CR2"),
  SIGNATURE (0, "FUJIFILMCCD-RAW", FILE_FOREIGN, "RAF"),
  SIGNATURE (0, "IIU\0", FILE_FOREIGN, "RW2"),
  SIGNATURE (0, "IIRO", FILE_FOREIGN, "ORF"),
  SIGNATURE (0, "IIRS", FILE_FOREIGN, "ORF"),
  SIGNATURE (0, "MMOR", FILE_FOREIGN, "ORF"),
  SIGNATURE (0, "II*\0", FILE_TIFF, "TIFF"),
  SIGNATURE (0, "MM\0*", FILE_TIFF, "TIFF"),
  SIGNATURE (0, "II+\0", FILE_TIFF, "TIFF"),
  SIGNATURE (0, "MM\0+", FILE_TIFF, "TIFF"),
  SIGNATURE (0, "GIF8", FILE_GIF, "GIF"),
  SIGNATURE (0, "%PDF-", FILE_PDF, "PDF"),
  SIGNATURE (8, "WEBP", FILE_WEBP, "WebP"),
  SIGNATURE (0, "\x76\x2f\x31\x01", FILE_EXR, "OpenEXR"),
  SIGNATURE (0, "#?RADIANCE", FILE_HDR, "Radiance HDR"),
  SIGNATURE (0, "#?RGBE", FILE_HDR, "Radiance HDR"),
  SIGNATURE (0, "P5", FILE_PNM, "PGM"),
  SIGNATURE (0, "P6", FILE_PNM, "PPM"),
  SIGNATURE (0, "P1", FILE_FOREIGN, "PBM"),
  SIGNATURE (0, "P2", FILE_FOREIGN, "PGM (text)"),
  SIGNATURE (0, "P3", FILE_FOREIGN, "PPM (text)"),
  SIGNATURE (0, "P4", FILE_FOREIGN, "PBM"),
  SIGNATURE (0, "P7", FILE_FOREIGN, "PAM"),
  SIGNATURE (0, "BM", FILE_BMP, "BMP"),
  SIGNATURE (0, "8BPS", FILE_FOREIGN, "PSD"),
  SIGNATURE (0, "gimp xcf", FILE_FOREIGN, "XCF"),
  SIGNATURE (4, "ftyphe", FILE_FOREIGN, "HEIC"),
  SIGNATURE (4, "ftypmif", FILE_FOREIGN, "HEIF"),
  SIGNATURE (4, "ftypmsf", FILE_FOREIGN, "HEIF"),
  SIGNATURE (4, "ftypavif", FILE_FOREIGN, "AVIF"),
  SIGNATURE (4, "ftypcrx ", FILE_FOREIGN, "CR3"),
  SIGNATURE (4, "ftyp", FILE_UNKNOWN, NULL),
  SIGNATURE (0, "\xff\x0a", FILE_FOREIGN, "JPEG XL"),
  SIGNATURE (4, "JXL ", FILE_FOREIGN, "JPEG XL"),
  SIGNATURE (4, "jP  ", FILE_FOREIGN, "JPEG 2000"),
  SIGNATURE (0, "\xff\x4f\xff\x51", FILE_FOREIGN, "JPEG 2000"),
  SIGNATURE (0, "AT&TFORM", FILE_FOREIGN, "DjVu"),
};

/* What names of pictures end in. */
static const gchar *const endings[] = {
  ".jpg",  ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".gif", ".pdf", ".webp",
  ".pgm",  ".ppm",  ".pnm", ".exr", ".hdr", ".bmp",  ".psd", ".xcf", ".heic",
  ".heif", ".avif", ".jxl", ".jp2", ".cr2", ".cr3",  ".nef", ".arw", ".dng",
  ".orf",  ".raf",  ".rw2", ".pbm", ".pam", ".djvu", ".jpf", ".j2k",
};

/* A line that begins with the letters BM may be text; of a bitmap the four
 * bytes from the sixth on are zero.
 */
static gboolean
fits (const Signature *signature, const gchar *head, gsize length)
{
  if (signature->offset + signature->length > (gint) length ||
      memcmp (head + signature->offset, signature->bytes, signature->length))
    return FALSE;
  if (signature->kind == FILE_BMP)
    return length >= 10 && ! memcmp (head + 6, "\0\0\0\0", 4);
  if (signature->bytes[0] == 'P' && signature->length == 2)
    return length >= 3 && g_ascii_isspace (head[2]);

  return TRUE;
}

/* Tells the kind of a file by its first bytes.
 *
 * @name: (out) (optional) (nullable): what people call that kind.
 *
 * Returns: FILE_UNKNOWN with an error when it cannot be read, and without one
 *   when it is no picture.
 */
FileKind
file_kind_of (const gchar *path, const gchar **name, GError **error)
{
  gchar head[HEAD];
  gsize length;
  FILE *file;

  if (name)
    *name = NULL;
  if (g_file_test (path, G_FILE_TEST_EXISTS) &&
      ! g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FILE_UNKNOWN; /* a device, or a pipe that nobody writes to */
  file = open_file (path, "rbe", error);
  if (! file)
    return FILE_UNKNOWN;

  length = fread (head, 1, sizeof (head), file);
  fclose (file);
  if (length == 0)
    return FILE_EMPTY;
  for (gsize i = 0; i < G_N_ELEMENTS (signatures); i++)
    if (fits (&signatures[i], head, length))
      {
        if (name)
          *name = signatures[i].name;
        return signatures[i].kind;
      }

  return FILE_UNKNOWN;
}

/* Tells whether a file is named like a picture. */
gboolean
file_kind_is_named (const gchar *path)
{
  g_autofree gchar *lower = g_ascii_strdown (path, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;

  return FALSE;
}

/* Tells whether a file is one that systems leave in folders of their own
 * accord, and nobody means: .DS_Store, ._scan.jpg, Thumbs.db.
 */
gboolean
file_kind_is_stray (const gchar *name)
{
  return name[0] == '.' || ! g_ascii_strcasecmp (name, "Thumbs.db") ||
         ! g_ascii_strcasecmp (name, "desktop.ini") ||
         ! g_ascii_strcasecmp (name, "ehthumbs.db");
}
