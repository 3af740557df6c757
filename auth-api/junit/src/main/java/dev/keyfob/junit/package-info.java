/**
 * Integration tests against a real identity provider: {@link dev.keyfob.junit.KeycloakRealm} gives
 * a test class a Keycloak with a realm, and {@link dev.keyfob.junit.LoggedIn} gives its tests
 * clients and tokens of users who have logged in without a browser.
 *
 * <p>Everything here is for tests: passwords are in the source, and a form is submitted that only a
 * person should. No part of keyfob that a program ships with depends on it.
 */
@NullMarked
package dev.keyfob.junit;

import org.jspecify.annotations.NullMarked;
