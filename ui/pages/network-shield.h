/* ClNetworkShield: a page about neural networks, which gives way to a sentence while the document
 * is about another system. */
#pragma once

#include <adwaita.h>

#include "core/dynamics/example.h"

G_BEGIN_DECLS

#define CL_TYPE_NETWORK_SHIELD (cl_network_shield_get_type ())
G_DECLARE_FINAL_TYPE (ClNetworkShield, cl_network_shield, CL, NETWORK_SHIELD, AdwBin)

GtkWidget *cl_network_shield_new (GtkWidget *page);

/* NULL shows the page. */
void cl_network_shield_set_example (ClNetworkShield *self, const ClExample *example);

G_END_DECLS
