/** Other programs that keyfob gives credentials to: those it runs, and those that ask it. */
@NullMarked
package dev.keyfob.it.helpers;

import org.jspecify.annotations.NullMarked;
