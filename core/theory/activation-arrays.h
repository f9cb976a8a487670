/* Builds one ClActivation from six static inline functions.
 *
 * Before CL_DEFINE_ACTIVATION (name, ...) the file defines name_value, name_slope and
 * name_self_loop for double and, with the suffix _f, for float.  The macro adds the loops over
 * arrays, which the compiler inlines and vectorises, and the public constant
 * cl_activation_name. */
#pragma once

#include "core/linalg/vector-clones.h"
#include "core/theory/activation.h"

#define CL_DEFINE_ACTIVATION_VALUES(name, type, suffix)                                            \
  CL_VECTOR_CLONES static void name##_values##suffix (gsize n, const type *z, type *out)           \
  {                                                                                                \
    for (gsize i = 0; i < n; i++)                                                                  \
      out[i] = name##_value##suffix (z[i]);                                                        \
  }

#define CL_DEFINE_ACTIVATION_LOOPS(name, type, suffix)                                             \
  CL_VECTOR_CLONES static void name##_slopes##suffix (gsize n, const type *z, type *out)           \
  {                                                                                                \
    for (gsize i = 0; i < n; i++)                                                                  \
      out[i] = name##_slope##suffix (z[i]);                                                        \
  }                                                                                                \
                                                                                                   \
  CL_VECTOR_CLONES static void name##_self_loops##suffix (gsize n, const type *a, const type *s,   \
                                                          type *out)                               \
  {                                                                                                \
    for (gsize i = 0; i < n; i++)                                                                  \
      out[i] = name##_self_loop##suffix (a[i], s[i]);                                              \
  }

#define CL_DEFINE_ACTIVATION(name, id_, title_, formula_, slope_min_, slope_max_, homogeneous_)    \
  CL_DEFINE_ACTIVATION_VALUES (name, double, )                                                     \
  CL_DEFINE_ACTIVATION_WITH_VALUES (name, id_, title_, formula_, slope_min_, slope_max_,           \
                                    homogeneous_)

/* The same where the file has a faster name_values for doubles of its own. */
#define CL_DEFINE_ACTIVATION_WITH_VALUES(name, id_, title_, formula_, slope_min_, slope_max_,      \
                                         homogeneous_)                                             \
  CL_DEFINE_ACTIVATION_VALUES (name, float, _f)                                                    \
  CL_DEFINE_ACTIVATION_LOOPS (name, double, )                                                      \
  CL_DEFINE_ACTIVATION_LOOPS (name, float, _f)                                                     \
                                                                                                   \
  const ClActivation cl_activation_##name = {                                                      \
    .id = id_,                                                                                     \
    .title = title_,                                                                               \
    .formula = formula_,                                                                           \
    .slope_min = slope_min_,                                                                       \
    .slope_max = slope_max_,                                                                       \
    .value = name##_value,                                                                         \
    .slope = name##_slope,                                                                         \
    .self_loop = name##_self_loop,                                                                 \
    .values = name##_values,                                                                       \
    .slopes = name##_slopes,                                                                       \
    .values_f = name##_values_f,                                                                   \
    .slopes_f = name##_slopes_f,                                                                   \
    .self_loops = name##_self_loops,                                                               \
    .self_loops_f = name##_self_loops_f,                                                           \
    .homogeneous = homogeneous_,                                                                   \
  }

/* The constants that the files in activations/ define and the table lists. */
extern const ClActivation cl_activation_relu;
extern const ClActivation cl_activation_leaky_relu;
extern const ClActivation cl_activation_tanh;
extern const ClActivation cl_activation_logistic;
extern const ClActivation cl_activation_softplus;
extern const ClActivation cl_activation_saturation;
extern const ClActivation cl_activation_identity;
