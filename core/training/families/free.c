/* A = theta without any condition: the warning example.  Nothing keeps the fixed point unique or
 * even there; a run that loses it fails with the epoch and the batch. */
#include "core/training/families.h"
#include "core/training/families/plain.h"

const ClFamily cl_family_free = {
  .id = "free",
  .title = "Unconstrained",
  .formula = "A free",
  .source = "IDL 2",
  .parameters = cl_plain_parameters,
  .initialise = cl_plain_initialise,
  .forward = cl_plain_forward,
  .backward = cl_plain_backward,
};
