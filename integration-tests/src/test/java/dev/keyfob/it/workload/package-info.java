/** Clients with a key, jobs without a secret and sessions that are bound, against Keycloak. */
@NullMarked
package dev.keyfob.it.workload;

import org.jspecify.annotations.NullMarked;
