/** A real Chromium without a window, and Keycloak's pages in it. */
@NullMarked
package dev.keyfob.it.browser;

import org.jspecify.annotations.NullMarked;
