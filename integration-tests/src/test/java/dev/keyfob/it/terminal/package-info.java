/** A terminal with a person at its keyboard. */
@NullMarked
package dev.keyfob.it.terminal;

import org.jspecify.annotations.NullMarked;
