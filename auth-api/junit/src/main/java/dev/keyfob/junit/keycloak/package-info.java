/** A real Keycloak in a container or as a process, its realms, and logins of their users. */
@NullMarked
package dev.keyfob.junit.keycloak;

import org.jspecify.annotations.NullMarked;
