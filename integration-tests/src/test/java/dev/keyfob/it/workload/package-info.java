/** Clients with a key and jobs without a secret, against Keycloak. */
@NullMarked
package dev.keyfob.it.workload;

import org.jspecify.annotations.NullMarked;
