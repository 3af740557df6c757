/**
 * What keyfob promises when something goes wrong, shown with real processes. {@code
 * docs/reliability.md} has the promises and the figures.
 */
@NullMarked
package dev.keyfob.it.reliability;

import org.jspecify.annotations.NullMarked;
