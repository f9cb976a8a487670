/* The derivative of the modulus, with 0 at 0. */
#pragma once

static inline float
cl_sign (float z)
{
  return (float) ((z > 0.0F) - (z < 0.0F));
}
