/** The program as its users have it: the real binary, Keycloak, browser and API. */
@NullMarked
package dev.keyfob.it.login;

import org.jspecify.annotations.NullMarked;
