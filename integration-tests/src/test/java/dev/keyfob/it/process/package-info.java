/** The built {@code keyfob}, run as its users run it. */
@NullMarked
package dev.keyfob.it.process;

import org.jspecify.annotations.NullMarked;
