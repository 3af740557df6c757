/**
 * The test bed: a real identity provider, a protected API, a browser and the built {@code keyfob}.
 */
@NullMarked
package dev.keyfob.it;

import org.jspecify.annotations.NullMarked;
