/* Series colours are those of Okabe and Ito, in the order that keeps neighbours apart for every
 * kind of colour vision, without those that lack contrast on the background. */
#include "ui/figure/theme.h"

#include "ui/figure/colour-map.h"
#include "ui/figure/theme-private.h"

#include <math.h>
#include <string.h>

#define HEX(rgb)                                                                                   \
  {                                                                                                \
    ((rgb) >> 16 & 255) / 255.0, ((rgb) >> 8 & 255) / 255.0, ((rgb) &255) / 255.0, 1               \
  }

/* What the screen and the page have in common. */
#define INKS_ON_WHITE                                                                              \
  .background = HEX (0xffffff), .accent = HEX (0x0072b2), .good = HEX (0x009e73),                  \
  .bad = HEX (0xd55e00), .strong = 0.42, .n_series = 5,                                            \
  .series = { HEX (0x0072b2), HEX (0xd55e00), HEX (0x009e73), HEX (0xcc79a7), HEX (0x000000) }

/* Sizes in pixels of a screen. */
#define SCREEN_SIZES                                                                               \
  .text_size = 12, .line_width = 1.8, .hairline = 1, .marker_size = 7, .units_per_inch = 96,       \
  .draw_grid = TRUE

static const ClTheme themes[] = {
  {
      .id = "light",
      SCREEN_SIZES,
      INKS_ON_WHITE,
      .foreground = HEX (0x242424),
      .muted = HEX (0x7a7a80),
      .grid = HEX (0xececee),
      .neutral = 0.975,
  },
  {
      .id = "dark",
      SCREEN_SIZES,
      .background = HEX (0x1e1e1e),
      .foreground = HEX (0xeeeeec),
      .muted = HEX (0x9a9a9e),
      .grid = HEX (0x343438),
      .accent = HEX (0x56b4e9),
      .good = HEX (0x009e73),
      .bad = HEX (0xd55e00),
      .series = { HEX (0x56b4e9), HEX (0xe69f00), HEX (0x009e73), HEX (0xf0e442), HEX (0xd55e00),
                  HEX (0xcc79a7) },
      .n_series = 6,
      .neutral = 0.27,
      .strong = 0.86,
  },
  {
      .id = "print",
      INKS_ON_WHITE,
      .foreground = HEX (0x000000),
      .muted = HEX (0x767676),
      .grid = HEX (0xe6e6e6),
      .text_size = 8,
      .line_width = 1.1,
      .hairline = 0.5,
      .marker_size = 4.4,
      .units_per_inch = 72,
      .draw_grid = FALSE,
      .neutral = 0.985,
  },
};

const ClTheme *
cl_theme_find (const char *id)
{
  for (gsize k = 0; k < G_N_ELEMENTS (themes); k++)
    if (g_strcmp0 (id, themes[k].id) == 0)
      return &themes[k];
  return NULL;
}

const char *
cl_theme_id (const ClTheme *theme)
{
  return theme->id;
}

ClRgba
cl_theme_background (const ClTheme *theme)
{
  return theme->background;
}

ClRgba
cl_theme_colour (const ClTheme *theme, ClColourRole role, guint series)
{
  switch (role)
    {
    case CL_COLOUR_SERIES:
      return theme->series[series % theme->n_series];
    case CL_COLOUR_MUTED:
      return theme->muted;
    case CL_COLOUR_ACCENT:
      return theme->accent;
    case CL_COLOUR_GOOD:
      return theme->good;
    case CL_COLOUR_BAD:
      return theme->bad;
    case CL_COLOUR_FOREGROUND:
    default:
      return theme->foreground;
    }
}

ClRgba
cl_theme_diverging (const ClTheme *theme, double t)
{
  return cl_colour_diverging (isnan (t) ? 0 : t, theme->neutral, theme->strong);
}

ClRgba
cl_theme_sequential (const ClTheme *theme, double t)
{
  return cl_colour_sequential (isnan (t) ? 0 : t);
}

ClRgba
cl_theme_ink (const ClTheme *theme, double t)
{
  const ClRgba *a = &theme->background, *b = &theme->foreground;
  double u = isnan (t) ? 0 : CLAMP (t, 0, 1);

  return (ClRgba){ a->red + u * (b->red - a->red), a->green + u * (b->green - a->green),
                   a->blue + u * (b->blue - a->blue), 1 };
}
