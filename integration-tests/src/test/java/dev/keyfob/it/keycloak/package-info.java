/** A real Keycloak, of the extension for JUnit, with the realm of {@code keyfob-realm.json}. */
@NullMarked
package dev.keyfob.it.keycloak;

import org.jspecify.annotations.NullMarked;
