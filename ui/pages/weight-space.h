/* What the second plot of the conditions page shows, and the results behind it: the margins, how
 * far each entry of A may move, or a slice of weight space. */
#pragma once

#include "core/theory/landscape.h"
#include "core/theory/model.h"
#include "core/theory/slack.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

typedef enum
{
  CL_WEIGHT_SPACE_MARGINS, /* of the analysis; there is no ClWeightSpace of it */
  CL_WEIGHT_SPACE_SLACK,
  CL_WEIGHT_SPACE_LANDSCAPE,
} ClWeightSpaceKind;

typedef struct
{
  const char *title;       /* of the choice */
  const char *export_name; /* "margins" */
  ClWeightSpaceKind kind;
  ClConditionId condition; /* of the slack */
} ClWeightSpaceChoice;

/* In the order of the page; the margins come first. */
const ClWeightSpaceChoice *cl_weight_space_choices (guint *count);

typedef struct
{
  guint choice; /* index of cl_weight_space_choices */
  ClEntry x, y; /* of the landscape: distinct */
} ClWeightSpaceView;

#define CL_WEIGHT_SPACE_VIEW_DEFAULT                                                               \
  {                                                                                                \
    .x = { 0, 1 }, .y = { 1, 0 }                                                                   \
  }

/* Larger matrices would take too long. */
#define CL_WEIGHT_SPACE_LANDSCAPE_LIMIT 60

typedef struct
{
  ClWeightSpaceView view;
  ClModel *model;         /* the one that the figure marks */
  ClSlack *slack;         /* NULL when not asked for, not known or where the condition fails */
  ClLandscape *landscape; /* NULL when not asked for or not known */
} ClWeightSpace;

/* The figure of one that is not about the margins. */
ClFigure *cl_weight_space_figure (const ClWeightSpace *space) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE when there is a landscape and the A of `model` lies on its slice, within its borders. */
gboolean cl_weight_space_contains (const ClWeightSpace *space, const ClModel *model);

void cl_weight_space_free (ClWeightSpace *space);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClWeightSpace, cl_weight_space_free)

G_END_DECLS
