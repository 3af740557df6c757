/** The extension for JUnit that others test with, against the Keycloak of all these tests. */
@NullMarked
package dev.keyfob.it.testing;

import org.jspecify.annotations.NullMarked;
