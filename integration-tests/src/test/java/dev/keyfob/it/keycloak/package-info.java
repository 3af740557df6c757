/** A real Keycloak with the realm of {@code keyfob-realm.json}, in a container or as a process. */
@NullMarked
package dev.keyfob.it.keycloak;

import org.jspecify.annotations.NullMarked;
